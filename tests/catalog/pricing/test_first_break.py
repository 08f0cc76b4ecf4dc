"""A part whose first price is for more than one piece says so wherever prices show.

And zero is a price, and yen have no decimals.
"""

import json
import re

import pytest
from django.db import connection
from lxml import html
from psycopg.sql import SQL

from catalog.listing.wagtail_admin.row_facts import Fact, look_up
from catalog.models import CustomerTerms, Product
from catalog.segments.compilation import segment_products
from exchange.registry import FieldContext, fields, join_clauses
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def public():
    return PriceListFactory(code="public", is_public=True)


@pytest.fixture
def five(public):
    """15.42 from five pieces on, 14 from fifty on, and no price of one piece."""
    product = ProductFactory(part_number="FIVE", name="Five")
    for quantity, amount in [(50, "14"), (5, "15.42")]:
        PriceFactory(product=product, price_list=public, minimum_quantity=quantity, amount=amount)
    return product


@pytest.fixture
def free(public):
    product = ProductFactory(part_number="FREE", name="Free")
    PriceFactory(product=product, price_list=public, amount="0")
    return product


def offer(client, product):
    page = client.get(product.get_absolute_url()).content.decode()
    return page, json.loads(
        re.search(r"<script type=.application/ld\+json.>(.*?)</script>", page)[1]
    )


def in_feed(product, *codes):
    known = fields(FieldContext())
    used = [known[code] for code in codes]
    statement = SQL("SELECT {} FROM catalog_product product {} WHERE product.id = {}").format(
        SQL(", ").join(field.expression for field in used), join_clauses(used), product.pk
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection))
        return cursor.fetchone()


def of_segment(operator, value=None, **parameters):
    condition = {"field": "price", "operator": operator, "value": value, **parameters}
    return set(segment_products({"conditions": [condition]}))


def test_a_page_says_from_how_many_pieces_and_tells_programs_the_same(client, five):
    page, data = offer(client, five)
    shown = html.fromstring(page).xpath("//*[@class='product__price']")[0]
    [large] = shown.xpath("p[contains(@class, 'price--large')]")
    assert large.text_content().split() == ["$15.42", "from", "5", "pieces"]
    rows = [row.text_content() for row in shown.xpath("table/tbody/tr")]
    assert rows == ["5$15.42List price", "50$14.00List price"]
    assert data["offers"] == {
        "@type": "Offer",
        "price": "15.42",
        "priceCurrency": "USD",
        "eligibleQuantity": {"@type": "QuantitativeValue", "minValue": 5},
    }


def test_cards_say_it_and_stand_in_the_order_where_that_says(client, indexed, public, five, free):
    for number, amount in [("A", 15), ("B", 16)]:
        product = ProductFactory(part_number=number, name=number)
        PriceFactory(product=product, price_list=public, amount=amount)
    without = ProductFactory(part_number="NONE")
    indexed()

    def shown(address):
        cards = client.get(address).context["listing"].cards
        return [(card.part_number, card.price) for card in cards]

    expected = [
        ("FREE", "$0.00"),
        ("A", "$15.00"),
        ("FIVE", "from 5: $15.42"),
        ("B", "$16.00"),
    ]
    assert shown("/catalog/?sort=price") == [*expected, (without.part_number, "")]
    assert shown("/catalog/?sort=-price") == [*reversed(expected), (without.part_number, "")]
    page = client.get("/catalog/").content.decode()
    assert page.count("Price on request") == 1
    assert "$0.00" in page


def test_a_customer_whose_first_break_is_higher_is_shown_and_ordered_by_it(
    client, indexed, public, five
):
    customer = CustomerFactory(currency="USD")
    PriceFactory(product=five, customer=customer, minimum_quantity=10, amount=1)
    other = ProductFactory(part_number="OTHER")
    PriceFactory(product=other, customer=customer, minimum_quantity=2, amount=9)
    indexed()
    client.force_login(UserFactory(customer=customer))
    cards = client.get("/catalog/?sort=price").context["listing"].cards
    assert [(card.part_number, card.price) for card in cards] == [
        ("OTHER", "from 2: $9.00"),
        ("FIVE", "from 5: $15.42"),
    ]


def test_the_listing_of_the_admin_says_it(five, free, django_assert_num_queries):
    rows = list(Product.objects.all())
    with django_assert_num_queries(1):
        look_up(rows, {Fact.PRICE})
    assert rows[0].facts.price == {five.pk: "from 5: $15.42", free.pk: "$0.00"}


def test_a_feed_has_the_price_and_the_quantity_from_which_it_holds(public, five, free):
    codes = ("price", "price_currency", "price_from_quantity")
    assert in_feed(five, *codes) == ("15.42", "USD", "5")
    assert in_feed(free, *codes) == ("0.00", "USD", "1")
    assert in_feed(five, "price.public", "price.public.from_quantity") == ("15.42", "5")
    assert in_feed(ProductFactory(), *codes) == (None, None, None)


def test_a_segment_asks_for_the_price_that_is_shown(public, five, free):
    none = ProductFactory()
    assert of_segment("empty") == {none}
    assert of_segment("not_empty") == {five, free}
    assert of_segment("is", "0") == {free}
    assert of_segment("is_not", "0") == {five, none}
    assert of_segment("is", "15.42") == {five}
    assert of_segment("lte", "14") == {free}
    assert of_segment("between", ["14", "16"]) == {five}
    assert of_segment("in", ["0", "15.42"]) == {five, free}
    trade = PriceListFactory(code="100 %")
    PriceFactory(product=none, price_list=trade, amount=3)
    assert of_segment("gt", "1", price_list="100 %") == {none}


def test_yen_have_no_decimals_anywhere(client):
    yen = PriceListFactory(code="japan", currency="JPY", is_public=True)
    product = ProductFactory()
    PriceFactory(product=product, price_list=yen, amount="1500")
    page, data = offer(client, product)
    assert "¥1,500" in page
    assert "1,500." not in page
    assert data["offers"]["price"] == "1500"
    assert in_feed(product, "price", "price.japan") == ("1500", "1500")
    customer = CustomerFactory()
    CustomerTerms.objects.create(customer=customer, price_list=yen)
    client.force_login(UserFactory(customer=customer))
    assert "¥1,500" in client.get(product.get_absolute_url()).content.decode()
