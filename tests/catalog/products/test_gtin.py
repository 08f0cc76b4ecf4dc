"""What a GTIN is: the same in form, list, file and quality rules."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given, seed
from hypothesis import strategies as st
from psycopg.sql import SQL, Literal

from catalog.models import Package
from catalog.products.gtin import (
    check_digit,
    gtin_problem_sql,
    gtin_sql,
    is_gtin,
    other_spellings,
    read_gtin,
)
from catalog.segments.compilation import segment_products
from console.spelling import trimmed
from tests.factories.catalog import ProductFactory
from tests.soak import SEED
from tests.texts import exhaustive, storable_texts

pytestmark = pytest.mark.django_db

KEPT = {
    "2900000000018": "2900000000018",
    "012345678905": "012345678905",
    "0012345678905": "0012345678905",
    "2 900000 000018": "2900000000018",
    "\u00a02-900000\u2013000018 ": "2900000000018",
    "\ufeff29\u00ad00000000018\u200b": "2900000000018",
    "2900000000018.0": "2900000000018",
    "12345670": "12345670",
    "": "",
    "  ": "",
}
REFUSED = {
    "2900000000019": "the check digit is wrong",
    "2090000000018": "the check digit is wrong",
    "22900000000018": "the check digit is wrong",
    "12345678905": "Enter 012345678905",
    "2.90000E+12": "a spreadsheet has converted it",
    "2,9e+12": "a spreadsheet has converted it",
    "0000000000000": "check digit is wrong",
    "９９９９９９９９": "a GTIN has 8, 12, 13 or 14 digits",
    "1234": "a GTIN has 8, 12, 13 or 14 digits",
    "123456789012345": "a GTIN has 8, 12, 13 or 14 digits",
    "abc": "a GTIN has 8, 12, 13 or 14 digits",
}


def in_database(expression, text):
    with connection.cursor() as cursor:
        cursor.execute(
            SQL("SELECT {} FROM (SELECT {}::text AS given) AS one").format(
                expression, Literal(text)
            )
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("text", "gtin"), KEPT.items())
def test_a_gtin_is_its_digits_however_they_are_grouped(text, gtin):
    assert read_gtin(text) == gtin
    assert in_database(gtin_sql(SQL("given")), text.strip()) == (gtin or None)


@pytest.mark.parametrize(("text", "words"), REFUSED.items())
def test_what_is_none_is_refused_with_what_to_do(text, words):
    with pytest.raises(ValidationError) as caught:
        read_gtin(text)
    assert words in caught.value.messages[0]
    assert in_database(gtin_sql(SQL("given")), text) is None
    assert in_database(gtin_problem_sql(SQL("given")), text) == caught.value.messages[0]


GTIN_LIKE = st.one_of(
    st.text("0123456789", max_size=16),
    st.text("0123456789", min_size=7, max_size=13).map(lambda text: text + check_digit(text)),
    st.text("0123456789 -.eE+", max_size=18),
    storable_texts(max_size=16),
)


@seed(SEED)
@exhaustive
@given(st.lists(GTIN_LIKE, min_size=1, max_size=20))
def test_the_database_judges_as_python_does(texts):
    for text in map(trimmed, texts):
        try:
            made, told = read_gtin(text) or None, None
        except ValidationError as error:
            made, told = None, error.messages[0]
        assert in_database(gtin_sql(SQL("given")), text) == made
        if told:
            assert in_database(gtin_problem_sql(SQL("given")), text) == told
        assert bool(in_database(SQL("catalog_is_gtin(given)"), text)) is is_gtin(text)


@pytest.mark.parametrize(
    ("number", "spellings"),
    [
        ("2900000000018", ["02900000000018"]),
        ("02900000000018", ["2900000000018"]),
        ("012345678905", ["12345678905", "0012345678905", "00012345678905"]),
        ("12900000000015", ["2900000000018", "02900000000018"]),
        ("92900000000011", []),
        ("12900000000018", []),
        ("10000000000007", []),
        ("AB1234567890", []),
        ("", []),
    ],
)
def test_other_spellings_have_other_zeros_or_are_of_what_is_in_the_package(number, spellings):
    assert list(other_spellings(number)) == spellings


def test_packages_have_right_gtins_too():
    package = Package(product=ProductFactory(), gtin="2-900000000018")
    package.full_clean()
    assert package.gtin == "2900000000018"
    package.gtin = "2900000000019"
    with pytest.raises(ValidationError, match="check digit"):
        package.full_clean()


def test_a_quality_rule_can_ask_whether_the_gtin_is_right():
    for sku, gtin in [("right", "2900000000018"), ("wrong", "2900000000019"), ("none", "")]:
        ProductFactory(sku=sku, gtin=gtin)

    def found(value):
        condition = {"field": "gtin_is_right", "operator": "is", "value": value}
        products = segment_products({"match": "all", "conditions": [condition]})
        return set(products.values_list("sku", flat=True))

    assert (found(True), found(False)) == ({"right"}, {"wrong"})
