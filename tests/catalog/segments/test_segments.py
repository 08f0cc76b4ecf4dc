"""Segments: what a filter finds, in one statement, whatever stands in the data."""

import pytest
from django.core.exceptions import ValidationError

from catalog.attribute_types.registry import attribute_type, attribute_types
from catalog.attribute_types.texts import cleaned
from catalog.models import Attribute, Product
from catalog.segments import compilation
from catalog.segments.compilation import segment_products
from catalog.segments.operators import OPERATORS, WITH_LIST, operators_of, read_value
from catalog.segments.registry import segment_fields
from tests.catalog.attribute_types import contract
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db
Type = Attribute.Type
ALL_TYPES = [kind.code for kind in attribute_types()]


def found(*conditions, match="all") -> set[str]:
    products = segment_products({"match": match, "conditions": list(conditions)})
    return set(products.values_list("sku", flat=True))


def condition(field, operator, value=None) -> dict:
    made = {"field": field, "operator": operator}
    return made if value is None else {**made, "value": value}


def products_with(**values_by_sku):
    """A product for each SKU with this value of the attribute "sample"."""
    for sku, value in values_by_sku.items():
        ProductFactory(sku=sku, values={} if value is None else {"sample": value})


def test_an_empty_filter_finds_every_product():
    ProductFactory.create_batch(2)
    assert segment_products({}).count() == 2


BRANDS = [
    ("is", "Acme", {"A"}),
    ("is_not", "Acme", {"B"}),
    ("in", ["Acme", "Bolt"], {"A", "B"}),
    ("not_empty", None, {"A", "B"}),
    ("empty", None, set()),
]


@pytest.mark.parametrize(("operator", "value", "skus"), BRANDS)
def test_products_are_found_by_their_brand(operator, value, skus):
    ProductFactory(sku="A", brand=BrandFactory(name="Acme"))
    ProductFactory(sku="B", brand=BrandFactory(name="Bolt"))
    assert found(condition("brand", operator, value)) == skus


TEXTS = [
    ("is", "Steel", {"steel"}),
    ("is_not", "Steel", {"percent", "none"}),
    ("contains", "TEE", {"steel"}),
    ("contains", "%", {"percent"}),
    ("starts_with", "ste", {"steel"}),
    ("empty", None, {"none"}),
    ("not_empty", None, {"steel", "percent"}),
]


@pytest.mark.parametrize(("operator", "value", "skus"), TEXTS)
def test_texts_are_compared_as_typed_and_signs_of_like_mean_themselves(operator, value, skus):
    AttributeFactory(code="sample", type=Type.TEXT)
    products_with(steel="Steel", percent="5 %", none=None)
    assert found(condition("values.sample", operator, value)) == skus


NUMBERS = [
    ("is", "12.7", {"exact"}),
    ("lt", "12.7", {"small"}),
    ("lte", "12.70", {"small", "exact"}),
    ("gt", "12.7", {"large"}),
    ("gte", "12.7", {"exact", "large"}),
    ("between", ["5", "13"], {"small", "exact"}),
    ("in", ["12.7", "9"], {"exact", "small"}),
    ("is_not", "12.7", {"small", "large", "word", "none"}),
    ("empty", None, {"word", "none"}),
]


@pytest.mark.parametrize("kind", [Type.NUMBER, Type.MEASURE])
@pytest.mark.parametrize(("operator", "value", "skus"), NUMBERS)
def test_numbers_are_compared_as_numbers_and_words_among_them_do_no_harm(
    kind, operator, value, skus
):
    AttributeFactory(code="sample", type=kind, unit="mm")
    stored = {"small": "9", "exact": "12.70", "large": "100", "word": "thick", "none": None}
    if kind == Type.MEASURE:
        stored = {
            sku: amount and {"amount": amount, "unit": "mm"} for sku, amount in stored.items()
        }
    products_with(**stored)
    assert found(condition("values.sample", operator, value)) == skus


OTHER_TYPES = [
    (Type.BOOLEAN, "is", "yes", {"a": True, "b": False, "c": None}, {"a"}),
    (Type.BOOLEAN, "is_not", "yes", {"a": True, "b": False, "c": None}, {"b", "c"}),
    (Type.DATE, "gte", "2026-02-01", {"a": "2026-02-28", "b": "2025-12-31", "c": "soon"}, {"a"}),
    (Type.CHOICE, "in", ["red"], {"a": "red", "b": "blue"}, {"a"}),
    (Type.MULTIPLE_CHOICE, "is", "red", {"a": ["red", "blue"], "b": ["blue"]}, {"a"}),
    (Type.MULTIPLE_CHOICE, "is_not", "red", {"a": ["red"], "b": ["blue"], "c": None}, {"b", "c"}),
]


@pytest.mark.parametrize(("kind", "operator", "value", "stored", "skus"), OTHER_TYPES)
def test_every_type_of_attribute_can_be_asked(kind, operator, value, stored, skus):
    AttributeFactory(code="sample", type=kind)
    products_with(**stored)
    assert found(condition("values.sample", operator, value)) == skus


def test_a_text_by_language_is_found_in_each_of_them():
    AttributeFactory(code="sample", type=Type.TEXT, is_localizable=True)
    products_with(a={"en": "Pad", "de": "Belag"}, b={"en": "Disc"})
    assert found(condition("values.sample", "contains", "belag")) == {"a"}
    assert found(condition("values.sample", "is_not", "Belag")) == {"b"}


def test_a_category_holds_what_is_below_it_and_what_names_it_as_a_further_one():
    brakes = CategoryFactory(code="brakes")
    discs = CategoryFactory(parent=brakes, code="discs")
    ProductFactory(sku="below", category=discs)
    further = ProductFactory(sku="further", category=CategoryFactory(code="gifts"))
    further.additional_categories.add(brakes)
    further.save()
    ProductFactory(sku="none")
    assert found(condition("category", "is", "brakes")) == {"below", "further"}
    assert found(condition("category", "is", "no_such")) == set()
    assert found(condition("category", "is_not", "brakes")) == {"none"}


def test_groups_stand_in_groups():
    for sku, status, name in (
        ("a", "active", "Pad"),
        ("b", "planned", "Pad"),
        ("c", "active", "x"),
    ):
        ProductFactory(sku=sku, status=status, name=name)
    either = {
        "match": "any",
        "conditions": [condition("name", "is", "Pad"), condition("sku", "is", "c")],
    }
    assert found(condition("status", "is", "active"), either) == {"a", "c"}


REFUSED = [
    ({"conditions": [condition("colour", "is", "red")]}, "There is no field “colour”."),
    ({"conditions": [condition("values.a') --", "is", "1")]}, "There is no field “values.a') --”."),
    (
        {"conditions": [condition("brand", "lt", "A")]},
        "“is less than” cannot be used with “Brand”.",
    ),
    ({"conditions": [condition("brand", "drop", "A")]}, "“drop” cannot be used with “Brand”."),
    ({"conditions": [condition("live", "is", "maybe")]}, "Live: “maybe” is neither yes nor no."),
    ({"conditions": [condition("brand", "is", "")]}, "Brand: Enter a value."),
    (
        {"conditions": [condition("brand", "in", "A")]},
        "Brand: Enter a list of values, one per line.",
    ),
    ({"match": "none"}, "A group matches all or any, not “none”."),
    ({"conditions": "all"}, "A filter is a group with a list of conditions."),
    (["brand"], "A filter is a group with a list of conditions."),
]


@pytest.mark.parametrize(("segment_filter", "message"), REFUSED)
def test_what_cannot_be_asked_is_refused_with_the_reason(segment_filter, message):
    with pytest.raises(ValidationError) as refused:
        segment_products(segment_filter)
    assert refused.value.messages == [message]


HOSTILE = "'; DROP TABLE catalog_product; -- %s \\ \" ?"
SAMPLES = {"number": "1", "count": "1", "formula": "1", "date": "2026-01-01", "boolean": "yes"}
BY_OPERATOR = {
    "last_days": "7",
    "next_days": "7",
    "days_ago": "7",
    "period": "next_month",
    "longer": "5",
    "shorter": "5",
    "matches": "^[A-Z]+$",
    "not_matches": "^[A-Z]+$",
}


def test_every_field_with_every_operator_is_one_statement_and_takes_hostile_values(
    django_assert_max_num_queries, monkeypatch
):
    for kind in ALL_TYPES:
        AttributeFactory(code=f"sample_{kind}", type=kind)
    AttributeFactory(code="sample_language", is_localizable=True)
    ProductFactory(values={f"sample_{kind}": {"odd": [HOSTILE]} for kind in ALL_TYPES})
    every_field = segment_fields()
    # Reading the schema anew for each of hundreds of filters takes longer than all of them.
    monkeypatch.setattr(compilation, "segment_fields", lambda: every_field)
    for field in every_field.values():
        for operator in operators_of(field.kind):
            if field.name == "segment":
                continue
            value = BY_OPERATOR.get(operator) or SAMPLES.get(field.kind, HOSTILE)
            value = [value, value] if operator in WITH_LIST else value
            asked = {**condition(field.name, operator, value), "formula": "1 / 0"}
            products = segment_products({"conditions": [asked]})
            with django_assert_max_num_queries(1):
                list(Product.objects.filter(pk__in=products.values("pk")))


def test_every_operator_has_a_name():
    kinds = {field.kind for field in segment_fields().values()}
    assert {operator for kind in kinds for operator in operators_of(kind)} <= set(OPERATORS)


def test_products_are_found_by_the_role_of_an_asset():
    assert found(condition("asset_role", "is", "primary")) == set()
    ProductFactory(sku="bare")
    assert found(condition("asset_role", "is_not", "primary")) == {"bare"}


def test_digits_of_other_scripts_are_no_number():
    AttributeFactory(code="sample", type=Type.NUMBER)
    products_with(arabic="\u0661\u0662", latin="12")
    assert found(condition("values.sample", "gte", "1")) == {"latin"}


@pytest.mark.parametrize(
    "hostile",
    [
        ("values.sample", "gte", "1e999999"),
        ("values.sample", "lt", "-1e-999999"),
        ("fits", "is", " "),
        ("fits", "in", ["\n"]),
    ],
)
def test_a_value_that_the_database_cannot_hold_is_refused_in_words(hostile):
    AttributeFactory(code="sample", type=Type.NUMBER)
    with pytest.raises(ValidationError):
        found(condition(*hostile))


@pytest.mark.parametrize("kind", [Type.NUMBER, Type.BOOLEAN, Type.DATE])
def test_a_filter_reads_what_a_value_of_the_type_reads(kind):
    attribute = AttributeFactory(type=kind)
    field = attribute_type(kind)
    for text in contract.HOSTILE:
        taken = {}
        for name, read in {
            "filter": lambda text: read_value(field.segment_kind, "is", text),
            "value": lambda text: field.read(attribute, cleaned(text)),
        }.items():
            try:
                taken[name] = bool(cleaned(text)) and read(text) is not None
            except ValidationError:
                taken[name] = False
        assert taken["filter"] == taken["value"], text
