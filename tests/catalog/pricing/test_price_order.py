"""The order by price goes by the prices that whoever looks is shown, on every backend."""

import re

import pytest

from accounts.models import Customer
from catalog.models import CustomerTerms, Segment
from catalog.pricing.queries import amounts_for_search
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db

UP, DOWN = "/catalog/?sort=price", "/catalog/?sort=-price"


def shown(client, address):
    """The numbers on the page with the prices of their cards, in order."""
    cards = client.get(address).context["listing"].cards
    amounts = (re.sub(r"[^0-9.]", "", card.price or "") for card in cards)
    return [(card.part_number, amount) for card, amount in zip(cards, amounts, strict=True)]


def numbers(client, address):
    return [number for number, _price in shown(client, address)]


@pytest.fixture
def customer():
    """One with a list of its own, and an own price; publicly A is dearest and D has no price."""
    public, wholesale = PriceListFactory(is_public=True), PriceListFactory(is_public=False)
    customer = CustomerFactory(name="100 % Parts")
    CustomerTerms.objects.create(customer=customer, price_list=wholesale)
    products = {name: ProductFactory(part_number=name, name=name) for name in "ABCDE"}
    for name, amount in [("A", 30), ("B", 20), ("C", 10)]:
        PriceFactory(product=products[name], price_list=public, amount=amount)
    for name, amount in [("A", 5), ("B", 18), ("D", 12)]:
        PriceFactory(product=products[name], price_list=wholesale, amount=amount)
    PriceFactory(product=products["B"], price_list=None, customer=customer, amount=25)
    # From many pieces on, which no card shows.
    PriceFactory(product=products["C"], price_list=wholesale, amount=1, minimum_quantity=100)
    return customer


def test_a_customer_sees_the_order_of_the_prices_on_the_cards(client, indexed, customer):
    indexed()
    assert numbers(client, UP)[:3] == ["C", "B", "A"]
    client.force_login(UserFactory(customer=customer))
    assert numbers(client, UP) == ["A", "C", "D", "B", "E"]
    assert numbers(client, DOWN) == ["B", "D", "C", "A", "E"]
    for address in (UP, DOWN):
        amounts = [float(price) for _number, price in shown(client, address) if price]
        assert amounts == sorted(amounts, reverse=address == DOWN)


def test_the_order_holds_within_an_assortment_and_a_search(client, indexed, customer):
    segment = Segment.objects.create(
        code="some",
        name="Some",
        filter={"conditions": [{"field": "name", "operator": "in", "value": ["A", "B", "C"]}]},
    )
    CustomerTerms.objects.filter(customer=customer).update(assortment=segment)
    indexed()
    client.force_login(UserFactory(customer=customer))
    assert numbers(client, UP) == ["A", "C", "B"]
    assert numbers(client, f"{UP}&q=B") == ["B"]


def test_who_pays_the_public_prices_is_served_from_the_index(client, indexed, customer):
    other = CustomerFactory()
    CustomerTerms.objects.create(customer=other)
    assert amounts_for_search(None) == amounts_for_search(other) == ""
    assert amounts_for_search(Customer.objects.get(pk=customer.pk)) != ""
    indexed()
    client.force_login(UserFactory(customer=other))
    assert numbers(client, UP)[:3] == ["C", "B", "A"]
