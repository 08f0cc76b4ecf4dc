"""Which price a visitor gets, and why."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from catalog.models import CustomerTerms, Price
from catalog.pricing.holding import PriceQuestion, holding_sql
from catalog.pricing.queries import price_breaks, resolve_prices
from tests.factories.accounts import CustomerFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


@pytest.fixture
def product():
    return ProductFactory()


@pytest.fixture
def public_list():
    return PriceListFactory(is_public=True, currency="USD")


@pytest.fixture
def customer():
    customer = CustomerFactory(currency="EUR")
    dealer_list = PriceListFactory(name="Dealer", currency="EUR")
    CustomerTerms.objects.create(customer=customer, price_list=dealer_list)
    return customer


def price_of(product, customer=None, quantity=1):
    found = resolve_prices([product.pk], customer, quantity, DAY).get(product.pk)
    return found and (found.amount, found.currency, found.source)


def test_a_visitor_sees_the_public_list_and_no_other(product, public_list, customer):
    PriceFactory(product=product, price_list=customer.terms.price_list, amount="8")
    assert price_of(product) is None
    PriceFactory(product=product, price_list=public_list, amount="10")
    assert price_of(product) == (Decimal("10"), "USD", "public_list")


def test_a_visitor_sees_nothing_where_the_site_hides_prices(product, public_list, settings):
    PriceFactory(product=product, price_list=public_list)
    settings.PUBLIC_PRICES = False
    assert price_of(product) is None
    assert price_breaks(product.pk, None, DAY) == []


def test_the_customers_own_price_wins_over_the_list_and_the_list_over_the_public_one(
    product, public_list, customer
):
    PriceFactory(product=product, price_list=public_list, amount="10")
    assert price_of(product, customer) == (Decimal("10"), "USD", "public_list")
    PriceFactory(product=product, price_list=customer.terms.price_list, amount="8")
    assert price_of(product, customer) == (Decimal("8"), "EUR", "customer_list")
    PriceFactory(product=product, customer=customer, amount="9")
    assert price_of(product, customer) == (Decimal("9"), "EUR", "customer")


def test_a_customer_never_sees_anothers_price(product, public_list, customer):
    other = CustomerFactory()
    PriceFactory(product=product, customer=other, amount="1")
    assert price_of(product, customer) is None
    assert price_of(product) is None


def test_the_highest_quantity_that_is_reached_decides(product, public_list):
    for minimum, amount in [(1, "10"), (10, "9"), (100, "7")]:
        PriceFactory(
            product=product, price_list=public_list, minimum_quantity=minimum, amount=amount
        )
    assert price_of(product, quantity=9)[0] == 10
    assert price_of(product, quantity=10)[0] == 9
    assert price_of(product, quantity=5000)[0] == 7
    breaks = price_breaks(product.pk, None, DAY)
    assert [(row.minimum_quantity, row.amount) for row in breaks] == [(1, 10), (10, 9), (100, 7)]


def test_a_break_of_the_public_list_does_not_show_beside_an_own_price(
    product, public_list, customer
):
    PriceFactory(product=product, price_list=public_list, minimum_quantity=50, amount="5")
    PriceFactory(product=product, customer=customer, amount="6")
    assert [row.amount for row in price_breaks(product.pk, customer, DAY)] == [6]
    assert price_of(product, customer, quantity=60)[0] == 6


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "holds"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2026, 3, 2), None, False),
        (None, date(2026, 2, 28), False),
    ],
)
def test_a_price_holds_from_its_first_to_its_last_day(
    product, public_list, valid_from, valid_until, holds
):
    PriceFactory(
        product=product, price_list=public_list, valid_from=valid_from, valid_until=valid_until
    )
    assert (price_of(product) is not None) is holds


def test_the_database_refuses_overlapping_validity(product, public_list):
    PriceFactory(product=product, price_list=public_list, valid_until=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceFactory(product=product, price_list=public_list, valid_from=DAY)
    PriceFactory(product=product, price_list=public_list, valid_from=date(2026, 3, 2))
    PriceFactory(product=product, price_list=public_list, minimum_quantity=5)
    assert Price.objects.count() == 3


def test_the_set_wise_form_agrees_with_the_form_for_a_page(public_list, customer):
    products = [ProductFactory() for _ in range(6)]
    for number, product in enumerate(products):
        PriceFactory(product=product, price_list=public_list, amount=10 + number)
        if number % 2:
            PriceFactory(product=product, price_list=customer.terms.price_list, amount=8 + number)
        if number % 3 == 0:
            PriceFactory(product=product, customer=customer, amount=5 + number, minimum_quantity=2)
    for quantity in (1, 2):
        page = resolve_prices([p.pk for p in products], customer, quantity, DAY)
        with connection.cursor() as cursor:
            question = PriceQuestion(customer=customer.pk, quantity=quantity, day=DAY)
            cursor.execute(holding_sql(question), question.parameters)
            rows = {row[0]: (row[1], row[2]) for row in cursor}
        assert rows == {pk: (price.amount, price.currency) for pk, price in page.items()}


def test_a_page_of_prices_takes_one_query(public_list, django_assert_num_queries):
    products = [PriceFactory(price_list=public_list).product.pk for _ in range(30)]
    with django_assert_num_queries(1):
        assert len(resolve_prices(products, None, 1, DAY)) == 30
