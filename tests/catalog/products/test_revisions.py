"""Prices and fitments that are edited on their own survive the publication of an older draft."""

import pytest
from django.urls import reverse

from catalog.models import Fitment, Price
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def product():
    """A product with a price of 10 and a draft that was saved while it cost that."""
    product = ProductFactory()
    PriceFactory(product=product, price_list=PriceListFactory(is_public=True), amount="10.00")
    product.name = "Waiting"
    product.save_revision()
    return product


def publish_draft(product) -> None:
    product.refresh_from_db()
    product.latest_revision.publish()


def change(client, name, record, **changes):
    address = reverse(f"catalog_{name}:edit", args=[record.pk])
    response = client.post(address, posted(client.get(address), **changes))
    assert response.status_code == 302


def amounts() -> list[str]:
    return [str(amount) for amount in Price.objects.values_list("amount", flat=True)]


def test_a_price_changed_on_its_own_stays_when_an_older_draft_is_published(client, product):
    change(client, "price", product.prices.get(), amount="12.70")
    publish_draft(product)
    assert amounts() == ["12.7000"]
    product.refresh_from_db()
    assert product.name == "Waiting"


def test_a_price_added_on_its_own_stays(client, product):
    data = {"product": product.pk, "price_list": PriceListFactory().pk, "customer": ""}
    data |= {"minimum_quantity": "1", "amount": "9.00", "valid_from": "", "valid_until": ""}
    assert client.post(reverse("catalog_price:add"), data).status_code == 302
    publish_draft(product)
    assert sorted(amounts()) == ["10.0000", "9.0000"]


def test_a_price_deleted_on_its_own_does_not_come_back(client, product):
    client.post(reverse("catalog_price:delete", args=[product.prices.get().pk]))
    publish_draft(product)
    assert amounts() == []


def test_prices_deleted_in_bulk_do_not_come_back(client, product):
    address = reverse("wagtail_bulk_action", args=["catalog", "price", "delete"])
    client.post(f"{address}?id={product.prices.get().pk}")
    publish_draft(product)
    assert amounts() == []


def test_a_price_moved_to_another_product_leaves_the_draft(client, product):
    other = ProductFactory()
    change(client, "price", product.prices.get(), product=str(other.pk))
    publish_draft(product)
    assert Price.objects.get().product == other


def test_the_price_that_waits_in_a_draft_for_another_quantity_stays_in_it(client, product):
    price = product.prices.get()
    product.prices.add(Price(price_list=price.price_list, minimum_quantity=5, amount="8.00"))
    product.save_revision()
    change(client, "price", price, amount="12.70")
    publish_draft(product)
    assert sorted(amounts()) == ["12.7000", "8.0000"]


def test_a_fitment_changed_on_its_own_stays(client, product):
    fitment = FitmentFactory(product=product, position="")
    product.save_revision()
    change(client, "fitment", fitment, position="Front")
    publish_draft(product)
    assert Fitment.objects.get().position == "Front"
