"""`check_value`: what a person wrote becomes what a product stores, or a message says why not."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from psycopg.sql import SQL, Literal
from psycopg.types.json import Jsonb

from catalog.attribute_types.checking import broken_rule_sql, check_value, rules_of
from catalog.attribute_types.unit_families import find_unit, known_units
from catalog.attribute_types.units import factors, standard_amount, standard_amount_sql
from catalog.attribute_types.web_addresses import read_address, read_address_sql
from catalog.models import Attribute, AttributeColumn, AttributeOption
from tests.factories.catalog import AttributeFactory, AttributeGroupFactory, ProductFactory

pytestmark = pytest.mark.django_db
Type = Attribute.Type


def sample(**fields) -> Attribute:
    attribute = AttributeFactory(code="sample", label="Sample", **fields)
    for code in ("red", "blue"):
        AttributeOption.objects.create(attribute=attribute, code=code, label=code.title())
    for code, kind in [("size", "text"), ("count", "number"), ("fits", "boolean"), ("on", "date")]:
        AttributeColumn.objects.create(
            attribute=attribute, code=code, label=code.title(), type=kind
        )
    return attribute


KEPT = [
    (Type.TEXT, "  Ceramic ", "Ceramic"),
    (Type.LONG_TEXT, "Two\r\nlines", "Two\nlines"),
    (Type.NUMBER, "+12.70", "12.70"),
    (Type.NUMBER, 5, "5"),
    (Type.MEASURE, "12.70", {"amount": "12.70", "unit": "mm"}),
    (Type.MEASURE, "5 in", {"amount": "5", "unit": "in"}),
    (Type.MEASURE, '5"', {"amount": "5", "unit": "in"}),
    (Type.MEASURE, {"amount": "1", "unit": "Inch"}, {"amount": "1", "unit": "in"}),
    (Type.BOOLEAN, "no", False),
    (Type.DATE, "2026-02-28", "2026-02-28"),
    (Type.CHOICE, "red", "red"),
    (Type.MULTIPLE_CHOICE, ["blue", "red", "blue"], ["blue", "red"]),
    (Type.URL, "example.com/a", "https://example.com/a"),
    (
        Type.TABLE,
        '[{"size": "M", "count": "2", "fits": "yes", "on": "2026-02-28"}, {"size": " "}]',
        [{"size": "M", "count": "2", "fits": True, "on": "2026-02-28"}],
    ),
    (Type.TEXT, "  ", None),
    (Type.MEASURE, {"amount": "", "unit": "mm"}, None),
]


@pytest.mark.parametrize(("kind", "given", "stored"), KEPT)
def test_a_value_is_brought_into_the_form_that_is_stored(kind, given, stored):
    assert check_value(sample(type=kind, unit="mm"), given) == stored
    # And what is stored passes as it is.
    assert check_value(Attribute.objects.get(), stored) == stored


REFUSED = [
    ({"type": Type.NUMBER}, "12,70", "Sample must be a number with a decimal point"),
    ({"type": Type.NUMBER}, "1e5", "Sample must be a number"),
    ({"type": Type.NUMBER}, 1.5, "Sample must be a number"),
    ({"type": Type.NUMBER, "minimum": "1"}, "0.99", "Sample must be at least 1."),
    ({"type": Type.NUMBER, "decimal_places": 1}, "0.99", "Sample can have at most 1 decimals."),
    ({"type": Type.NUMBER, "decimal_places": 0}, "1.0", "Sample must be a whole number."),
    (
        {"type": Type.MEASURE, "unit": "mm", "maximum": "25"},
        "1 in",
        "Sample must be at most 25 mm.",
    ),
    ({"type": Type.MEASURE, "unit": "mm"}, "5 kg", "Sample must have one of these units: mm,"),
    ({"type": Type.BOOLEAN}, "maybe", "Sample must be yes or no."),
    ({"type": Type.DATE}, "2026-02-30", "Sample must be a date, such as"),
    ({"type": Type.CHOICE}, "green", "Sample has no option “green”."),
    ({"type": Type.MULTIPLE_CHOICE}, ["red", "\x00"], "Sample has no option"),
    ({"type": Type.PRODUCT}, "NONE-1", "“NONE-1” was not found."),
    ({"type": Type.ASSET}, "9" * 40, "Sample must be the ID of an asset"),
    ({"type": Type.URL}, "javascript:alert(1)", "Sample must be a web address"),
    (
        {"type": Type.URL, "url_schemes": ["https"]},
        "http://a.example/",
        "Sample must start with https:.",
    ),
    ({"type": Type.TABLE}, "[[1]]", "Sample must be a table"),
    ({"type": Type.TABLE}, [{"colour": "1"}], "Sample, row 1: there is no column “colour”."),
    (
        {"type": Type.TABLE},
        [{"count": "x"}],
        "Sample, row 1: Count must be a number with a decimal point",
    ),
    (
        {"type": Type.DATE, "earliest": "2020-01-01"},
        "2019-12-31",
        "Sample must be 2020-01-01 or later.",
    ),
    (
        {"type": Type.DATE, "latest": "2026-06-30"},
        "2026-07-01",
        "Sample must be 2026-06-30 or earlier.",
    ),
    ({"type": Type.MULTIPLE_CHOICE, "min_items": 2}, "red", "Sample must have at least 2 values."),
    (
        {"type": Type.MULTIPLE_CHOICE, "max_items": 1},
        ["red", "blue"],
        "Sample can have at most 1 value.",
    ),
    ({"type": Type.TABLE, "min_items": 2}, [{"size": "M"}], "Sample must have at least 2 rows."),
    (
        {"type": Type.TABLE, "max_items": 1},
        [{"size": "M"}, {"size": "L"}],
        "Sample can have at most 1 row.",
    ),
    ({"max_length": 3}, "abcd", "Sample can have at most 3 characters."),
    ({"min_length": 3}, "ab", "Sample must have at least 3 characters."),
    ({"pattern": "[A-Z]+"}, "abc", "Sample must match the pattern [A-Z]+."),
    ({}, "a\x00b", "Sample contains a character that cannot be stored."),
    ({}, ["a"], "Sample must be text."),
]


@pytest.mark.parametrize(("fields", "given", "message"), REFUSED)
def test_a_broken_rule_is_named_with_its_attribute(fields, given, message):
    with pytest.raises(ValidationError) as caught:
        check_value(sample(**fields), given)
    assert message in caught.value.messages[0]


def test_days_are_counted_from_today():
    today = timezone.localdate()
    attribute = sample(type=Type.DATE, earliest="today-30", latest="today")
    attribute.full_clean()
    for days in (0, 30):
        kept = (today - timedelta(days=days)).isoformat()
        assert check_value(attribute, kept) == kept
    for days, words in [
        (-1, "must be today ("),
        (31, f"{today - timedelta(days=30)} (30 days"),
    ]:
        with pytest.raises(ValidationError) as caught:
            check_value(attribute, (today - timedelta(days=days)).isoformat())
        assert words in caught.value.messages[0]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"earliest": "soon"}, "earliest", "Enter a date such as 2026-02-28"),
        ({"latest": "2026-02-30"}, "latest", "Enter a date such as 2026-02-28"),
        ({"earliest": "today+2", "latest": "today"}, "earliest", "is after the latest"),
        (
            {"min_items": 3, "max_items": 2},
            "min_items",
            "The minimum number is greater than the maximum number.",
        ),
    ],
)
def test_rules_that_cannot_hold_are_refused_on_the_attribute(fields, field, words):
    attribute = AttributeFactory.build(group=AttributeGroupFactory(), **fields)
    with pytest.raises(ValidationError) as caught:
        attribute.full_clean()
    assert words in caught.value.message_dict[field][0]


def test_answers_that_are_added_to_others_are_not_counted():
    attribute = sample(type=Type.MULTIPLE_CHOICE, min_items=2)
    assert check_value(attribute, "red", is_whole=False) == ["red"]


def test_a_reference_is_the_sku_of_a_product():
    product = ProductFactory(sku="KIT-1")
    attribute = sample(type=Type.PRODUCT)
    assert check_value(attribute, product) == check_value(attribute, "KIT-1") == "KIT-1"


def in_database(expression):
    with connection.cursor() as cursor:
        cursor.execute(SQL("SELECT {}").format(expression))
        return cursor.fetchone()[0]


@pytest.mark.parametrize("amount", ["1", "-40", "0.333333333333", "12.70", "1234567890123.456789"])
def test_the_database_converts_every_unit_as_python_does(amount):
    for family in known_units().families:
        standard = family.symbols[-1]
        for unit in family.symbols:
            stored = {"amount": amount, "unit": unit}
            expression = standard_amount_sql(standard, Literal(Jsonb(stored)))
            assert in_database(expression) == standard_amount(standard, stored), stored


@pytest.mark.parametrize(
    "stored", [{"amount": "1", "unit": "kg"}, {"amount": "x", "unit": "mm"}, "x", True, [1], None]
)
def test_what_is_no_measure_of_the_family_has_no_amount(stored):
    assert standard_amount("mm", stored) is None
    assert in_database(standard_amount_sql("mm", Literal(Jsonb(stored)))) is None


def test_the_database_has_the_factors_of_every_unit():
    for family in known_units().families:
        for unit in family.symbols:
            expression = SQL("catalog_unit_factors({})").format(Literal(unit))
            assert json.loads(in_database(expression)) == factors(unit)


def test_conversion_is_exact():
    inch = {"amount": "0.5", "unit": "in"}
    assert standard_amount("mm", inch) == Decimal("12.7")
    assert standard_amount("°C", {"amount": "212", "unit": "°F"}) == 100
    assert (find_unit("INCH"), find_unit("ft-lb"), find_unit("mw")) == ("in", "lb-ft", None)


RULED = [
    ({"type": Type.NUMBER, "minimum": "1.5", "decimal_places": 2}, ["1.49", "1.5", "1.500", "-7"]),
    (
        {"type": Type.MEASURE, "unit": "mm", "minimum": "10", "maximum": "25.4"},
        [{"amount": a, "unit": u} for a in ("1", "25.4", "25.41", "9") for u in ("mm", "in", "")],
    ),
    (
        {"min_length": 2, "max_length": 4, "pattern": "[A-Zä]+[0-9]*"},
        ["A", "Ä1", "AB12", "AB123", "ä1", "A1\n", "ab", "ÄÖÜ"],
    ),
    (
        {"type": Type.URL, "url_schemes": ["https", "mailto"]},
        ["https://a.example", "HTTPS://a.example", "http://a.example", "mailto:a@b.example"],
    ),
    (
        {"type": Type.DATE, "earliest": "2020-02-29", "latest": "2026-01-01"},
        ["2020-02-28", "2020-02-29", "2026-01-01", "2026-01-02"],
    ),
    (
        {"type": Type.MULTIPLE_CHOICE, "min_items": 2, "max_items": 3},
        [["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"]],
    ),
]


@pytest.mark.parametrize(("fields", "samples"), RULED)
def test_each_rule_judges_alike_in_python_and_in_sql(fields, samples):
    attribute = sample(**fields)
    attribute.refresh_from_db()
    told = []
    for rule in rules_of(attribute):
        for stored in samples:
            literal = Literal(Jsonb(stored))
            python = rule.is_broken(_reading(attribute, rule, stored))
            assert in_database(broken_rule_sql(attribute, rule, literal)) is python, (rule, stored)
            told.append(python)
    assert set(told) == {True, False}


def _reading(attribute, rule, stored):
    if rule.reads == "standard":
        return standard_amount(attribute.unit, stored)
    if rule.reads == "written":
        return Decimal(stored["amount"] if isinstance(stored, dict) else stored)
    if rule.reads == "count":
        return len(stored)
    return stored


ADDRESSES = {
    "https://example.com/a?b=1#c": "https://example.com/a?b=1#c",
    "example.com": "https://example.com",
    "example.com:8080/a": "https://example.com:8080/a",
    "HTTP://EXAMPLE.com": "HTTP://EXAMPLE.com",
    "https://müller-söhne.de/öl": "https://müller-söhne.de/öl",
    "https://my_host.example.com": "https://my_host.example.com",
    "ftp://user:secret@files.example.com/a": "ftp://user:secret@files.example.com/a",
    "http://localhost:8000": "http://localhost:8000",
    "http://127.0.0.1/": "http://127.0.0.1/",
    "mailto:sales@example.com": "mailto:sales@example.com",
    "tel:+49-30-1": "tel:+49-30-1",
    "javascript:alert(1)": None,
    "https://javascript:alert(1)": None,
    "https://": None,
    "https://intranet": None,
    "https://a..example": None,
    "https://a.example/<b>": None,
    'https://a.example/"onclick': None,
    "data:text/html,x": None,
    "see example.com": None,
    "mailto:": None,
}


@pytest.mark.parametrize(("text", "address"), ADDRESSES.items())
def test_what_is_a_web_address_is_one_rule_for_forms_and_files(text, address):
    assert read_address(text) == address
    assert in_database(read_address_sql(Literal(text))) == address
