"""What every source of prices offers, whoever registers it."""

import re

import pytest
from django.db import connection

from catalog.pricing.queries import amounts_for_search, resolve_prices
from catalog.pricing.sources import (
    CANDIDATE_COLUMNS,
    PRICES_OF_LISTS,
    PriceSource,
    price_sources,
    register_price_source,
)
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db

# The types of the columns, as PostgreSQL calls them.
TYPES = ("bigint", "numeric", "text", "integer", "text", "date", "date")

# As a subject above would: what a rule makes of the public price for everybody with a customer.
HALF_PRICE = PriceSource(
    code="half_price",
    precedence=200,
    candidates="""
        SELECT product_id, amount / 2 AS amount, currency, minimum_quantity, 'Half price'
            AS list_name, valid_from, valid_until
        FROM ("""
    + PRICES_OF_LISTS
    + """WHERE l.is_public) AS public WHERE %(customer)s IS NOT NULL
    """,
    explain=lambda name: f"By the rule {name}",
)


@pytest.fixture
def half_price(monkeypatch):
    monkeypatch.setattr(
        "catalog.pricing.sources._sources", {source.code: source for source in price_sources()}
    )
    register_price_source(HALF_PRICE)


@pytest.fixture(params=[*price_sources(), HALF_PRICE], ids=lambda source: source.code)
def source(request):
    """Each registered source, and one that is registered by nobody yet."""
    return request.param


def test_a_source_tells_the_columns_of_a_price(source):
    types = ", ".join(f"pg_typeof({name})::text" for name in CANDIDATE_COLUMNS)
    empty = f"(SELECT NULL::int) AS one LEFT JOIN ({source.candidates}) AS told ON true"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {types} FROM {empty}", {"customer": CustomerFactory().pk})
        found = cursor.fetchone()
        cursor.execute(f"SELECT * FROM {empty}", {"customer": CustomerFactory().pk})
        names = [column.name for column in cursor.description][1:]
    assert tuple(names) == CANDIDATE_COLUMNS
    assert tuple(re.sub("character varying|unknown", "text", type_) for type_ in found) == TYPES


def test_a_source_says_why_its_price_holds_and_asks_for_the_customer_at_most(source):
    assert source.explain("Some list").strip()
    assert set(re.findall(r"%\((\w+)\)s", source.candidates)) <= {"customer"}
    assert source.is_for_visitors <= ("%(customer)s" not in source.candidates)


def test_the_planner_reads_no_more_than_the_products_of_a_page(source):
    """Where a source sums up before it is asked for products, a page would read all prices."""
    told = f"SELECT * FROM ({source.candidates}) AS told WHERE product_id = 5"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {told}", {"customer": CustomerFactory().pk})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "(product_id = 5)" in plan
    assert "(told.product_id = 5)" not in plan


def test_every_source_has_a_place_of_its_own():
    sources = price_sources()
    assert [source.code for source in sources] == ["customer", "customer_list", "public_list"]
    with pytest.raises(ValueError, match="has the precedence of"):
        register_price_source(PriceSource(code="other", precedence=100, candidates="", explain=str))
    with pytest.raises(ValueError, match="is no identifier"):
        register_price_source(PriceSource(code="a b", precedence=1, candidates="", explain=str))


def test_a_new_source_shows_wherever_prices_do_and_explains_itself(client, indexed, half_price):
    public, customer = PriceListFactory(is_public=True), CustomerFactory()
    low, high = ProductFactory(part_number="LOW"), ProductFactory(part_number="HIGH")
    PriceFactory(product=low, price_list=public, amount=10)
    PriceFactory(product=high, price_list=public, amount=30)
    PriceFactory(product=low, customer=customer, amount=20)
    indexed()
    price = resolve_prices([high.pk], customer)[high.pk]
    assert (price.text, price.explanation) == ("$15.00", "By the rule Half price")
    assert resolve_prices([high.pk])[high.pk].text == "$30.00"
    assert amounts_for_search(customer) != ""
    client.force_login(UserFactory(customer=customer))
    cards = client.get("/catalog/?sort=price").context["listing"].cards
    assert [(card.part_number, card.price) for card in cards] == [
        ("HIGH", "$15.00"),
        ("LOW", "$20.00"),
    ]
    page = client.get(high.get_absolute_url()).content.decode()
    assert "By the rule Half price" in page
