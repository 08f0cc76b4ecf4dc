"""The rule for one product in Python and for a set in SQL is one rule."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms import model_to_dict
from hypothesis import given, seed
from hypothesis import strategies as st

from catalog.models import CustomerTerms, Price
from catalog.pricing.holding import (
    PRODUCTS_OF_PAGE,
    Candidate,
    PriceQuestion,
    candidates_sql,
    holding,
    holding_candidates_sql,
    holding_sql,
    joined_holding_sql,
)
from catalog.pricing.queries import price_breaks, resolve_prices
from catalog.pricing.validity import Validity, overlapping
from tests.factories.accounts import CustomerFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory
from tests.soak import SEED
from tests.texts import exhaustive

pytestmark = pytest.mark.django_db

DAY = Price._meta.get_field("valid_from").to_python("2026-03-08")
QUANTITIES = [1, 2, 5, 10, 100]
TODAY = Validity(("", ""), 1, DAY, DAY)
days = st.none() | st.integers(-3, 3).map(lambda number: DAY + timedelta(days=number))
drawn_prices = st.lists(
    st.fixed_dictionaries(
        {
            "owner": st.sampled_from(["public", "trade", "customer", "another"]),
            "minimum_quantity": st.sampled_from(QUANTITIES),
            "amount": st.integers(0, 3),
            "valid_from": days,
            "valid_until": days,
        }
    ).filter(lambda row: not row["valid_from"] or row["valid_from"] <= (row["valid_until"] or DAY)),
    max_size=12,
)


class World:
    """A customer with a list, another one, and two products whose prices are drawn."""

    def __init__(self):
        self.customer = CustomerFactory()
        trade = PriceListFactory(code="trade")
        CustomerTerms.objects.create(customer=self.customer, price_list=trade)
        self.owners = {
            "public": {"price_list": PriceListFactory(is_public=True)},
            "trade": {"price_list": trade},
            "customer": {"customer": self.customer},
            "another": {"customer": CustomerFactory()},
        }
        self.products = [ProductFactory(), ProductFactory()]

    def price(self, row, product):
        columns = {name: value for name, value in row.items() if name != "owner"}
        return Price(product=product, **self.owners[row["owner"]], **columns)

    def fill(self, rows):
        """Give the products these prices in turn, but for those that overlap one before."""
        Price.objects.all().delete()
        kept = {product: [] for product in self.products}
        for place, row in enumerate(rows):
            product = self.products[place % 2]
            price = self.price(row, product)
            if any(validity(price).overlaps(validity(other)) for other in kept[product]):
                continue
            kept[product].append(price)
        Price.objects.bulk_create(price for prices in kept.values() for price in prices)

    def questions(self):
        for quantity in (1, 2, 7, 1000):
            for asked in ({}, {"customer": self.customer.pk}, {"price_list": "trade"}):
                yield PriceQuestion(quantity=quantity, day=DAY, **asked)


@pytest.fixture
def world():
    return World()


def validity(price):
    return Validity.of_row(model_to_dict(price))


def rows_of(sql, question, **parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, {**question.parameters, **parameters})
        return cursor.fetchall()


def from_sql(question, product=None):
    products = {"products": [product.pk]} if product else {}
    sql = holding_sql(question, PRODUCTS_OF_PAGE) if product else holding_sql(question)
    return {row[0]: Candidate(*row) for row in rows_of(sql, question, **products)}


@seed(SEED)
@exhaustive
@given(drawn_prices)
def test_python_and_sql_find_the_same_price_of_each_product(world, rows):
    world.fill(rows)
    for question in world.questions():
        found = from_sql(question)
        for product in world.products:
            of_product = rows_of(
                holding_candidates_sql(question, PRODUCTS_OF_PAGE), question, products=[product.pk]
            )
            expected = holding([Candidate(*row) for row in of_product], question.quantity)
            assert found.get(product.pk) == expected
            assert from_sql(question, product).get(product.pk) == expected
        assert {
            row[0]: Candidate(*row) for row in rows_of(joined_holding_sql(question), question)
        } == found


@seed(SEED)
@exhaustive
@given(drawn_prices)
def test_the_breaks_of_a_page_are_the_prices_of_their_quantities(world, rows):
    world.fill(rows)
    for product in world.products:
        for customer in (None, world.customer):
            breaks = price_breaks(product.pk, customer, DAY)
            for quantity in (1, 3, 5, 50, 100):
                reached = [row for row in breaks if row.minimum_quantity <= quantity]
                expected = reached[-1] if reached else next(iter(breaks), None)
                found = resolve_prices([product.pk], customer, quantity, DAY)
                assert found.get(product.pk) == expected


@seed(SEED)
@exhaustive
@given(drawn_prices)
def test_the_same_prices_hold_on_a_day_in_python_and_in_sql(world, rows):
    world.fill(rows)
    for question in world.questions():
        everything = rows_of(candidates_sql(question), question)
        held = sorted(
            (row[0], row[7], row[3])
            for row in everything
            if Validity(TODAY.owner, 1, row[5], row[6]).overlaps(TODAY)
        )
        assert held == sorted(
            (row[0], row[4], row[3]) for row in rows_of(holding_candidates_sql(question), question)
        )


@seed(SEED)
@exhaustive
@given(drawn_prices.filter(lambda rows: len(rows) >= 2))
def test_what_may_not_overlap_is_what_the_database_refuses(world, rows):
    Price.objects.all().delete()
    one, other = (world.price(row, world.products[0]) for row in rows[:2])
    clashes = list(overlapping([model_to_dict(one), model_to_dict(other)]))
    assert clashes in ([], [(0, 1)])
    one.save()
    if clashes:
        with pytest.raises(IntegrityError), transaction.atomic():
            other.save()
    else:
        other.save()


def test_a_list_that_is_asked_for_answers_for_itself_alone(world):
    product = world.products[0]
    for owner, amount in [("public", 10), ("trade", 8), ("customer", 7)]:
        PriceFactory(product=product, amount=amount, **world.owners[owner])
    [price] = from_sql(PriceQuestion(price_list="trade", day=DAY)).values()
    assert (price.amount, price.source, price.list_name) == (
        8,
        "list",
        world.owners["trade"]["price_list"].name,
    )
    assert from_sql(PriceQuestion(price_list="nobody's", day=DAY)) == {}
