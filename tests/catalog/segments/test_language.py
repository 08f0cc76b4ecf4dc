"""What the filter language says beyond equality: shapes, dates, sums, variants, segments."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalog.models import (
    Attribute,
    AttributeColumn,
    Completeness,
    Interchange,
    Product,
    ProductAsset,
    ProductRelation,
    Segment,
)
from catalog.segments.compilation import check_filter, segment_products
from catalog.segments.dates import on_the_calendar
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)
from tests.factories.media_library import ImageFileFactory

pytestmark = pytest.mark.django_db
Type = Attribute.Type


def found(*conditions, **group) -> set[str]:
    products = segment_products({**group, "conditions": list(conditions)})
    return set(products.values_list("sku", flat=True))


def condition(field, operator, value=None, **more) -> dict:
    made = {"field": field, "operator": operator, **more}
    return made if value is None else {**made, "value": value}


SHAPES = [
    ("ends_with", "PAD", {"loud", "mixed"}),
    ("not_contains", "pad", {"figures", "none"}),
    ("matches", r"^\d+$", {"figures"}),
    ("not_matches", r"^\d+$", {"loud", "mixed", "none"}),
    ("longer", 8, {"loud", "mixed"}),
    ("shorter", 4, {"figures"}),
    ("in_capitals", None, {"loud"}),
    ("not_in_capitals", None, {"mixed", "figures", "none"}),
]


@pytest.mark.parametrize(("operator", "value", "skus"), SHAPES)
def test_texts_are_asked_for_their_shape(operator, value, skus):
    for sku, text in {"loud": "BRAKE PAD", "mixed": "Brake pad", "figures": "1234"}.items():
        ProductFactory(sku=sku, description=text)
    ProductFactory(sku="none")
    assert found(condition("description", operator, value)) == skus


PATTERNS = [
    ("(", "This is not a valid regular expression: parentheses () not balanced."),
    (r"(a)\1", "A pattern cannot contain backreferences (such as \\1)."),
    ("a" * 300, "A pattern can have at most 200 characters."),
]


@pytest.mark.parametrize(("pattern", "message"), PATTERNS)
def test_a_pattern_that_cannot_be_asked_is_refused_with_the_reason(pattern, message):
    with pytest.raises(ValidationError) as refused:
        found(condition("name", "matches", pattern))
    assert refused.value.messages == [f"Name: {message}"]


def test_a_pattern_that_hangs_other_engines_is_answered_at_once():
    ProductFactory(sku="long", name="a" * 200 + "!")
    assert found(condition("name", "matches", "^(a+)+$")) == set()


DAYS = [
    ("last_days", 7, ("2026-03-11", "2026-03-18")),
    ("next_days", 2, ("2026-03-18", "2026-03-20")),
    ("period", "yesterday", ("2026-03-17", "2026-03-17")),
    ("period", "this_week", ("2026-03-16", "2026-03-22")),
    ("period", "last_month", ("2026-02-01", "2026-02-28")),
    ("period", "next_month", ("2026-04-01", "2026-04-30")),
    ("period", "last_year", ("2025-01-01", "2025-12-31")),
]


@pytest.mark.parametrize(("operator", "value", "days"), DAYS)
def test_relative_dates_follow_the_calendar(operator, value, days):
    wednesday = timezone.datetime(2026, 3, 18).date()
    asked, between = on_the_calendar(operator, value, wednesday)
    assert (asked, tuple(day.isoformat() for day in between)) == ("between", days)


def test_relative_dates_are_asked_of_columns_and_attributes():
    AttributeFactory(code="since", type=Type.DATE)
    today = timezone.localdate()
    for sku, days in {"new": 1, "old": 60}.items():
        day = today - timedelta(days=days)
        product = ProductFactory(sku=sku, values={"since": day.isoformat()})
        Product.objects.filter(pk=product.pk).update(
            created_at=timezone.now() - timedelta(days=days)
        )
    for field in ("created_at", "values.since"):
        assert found(condition(field, "last_days", 7)) == {"new"}
        assert found(condition(field, "days_ago", 30)) == {"old"}
    assert found(condition("values.since", "is", {"field": "created_at"})) == {"new", "old"}


FORMULAS = [
    ("values.weight / values.length", "gt", "2", {"heavy", "light"}),
    ("values.weight / (values.length - 1)", "gt", "0", {"heavy"}),
    ("-values.weight + 10 * 2", "lt", {"formula": "values.length"}, {"heavy"}),
    ("values.weight / values.length", "empty", None, {"flat", "none"}),
]


@pytest.mark.parametrize(("formula", "operator", "value", "skus"), FORMULAS)
def test_formulas_are_calculated_and_what_cannot_be_matches_nothing(formula, operator, value, skus):
    for code in ("weight", "length"):
        AttributeFactory(code=code, type=Type.NUMBER)
    stored = {"heavy": ("30", "10"), "light": ("3", "1"), "flat": ("5", "0"), "none": ("x", "y")}
    for sku, (weight, length) in stored.items():
        ProductFactory(sku=sku, values={"weight": weight, "length": length})
    assert found(condition("formula", operator, value, formula=formula)) == skus


def test_a_number_is_compared_with_another_field_or_a_sum():
    for code in ("inner", "outer"):
        AttributeFactory(code=code, type=Type.NUMBER)
    ProductFactory(sku="right", values={"inner": "5", "outer": "12"})
    ProductFactory(sku="wrong", values={"inner": "12", "outer": "5"})
    ProductFactory(sku="none")
    assert found(condition("values.inner", "lt", {"field": "values.outer"})) == {"right"}
    assert found(condition("values.outer", "gt", {"formula": "values.inner * 2"})) == {"right"}
    assert found(condition("name", "contains", {"field": "sku"})) == set()


REFUSED_FORMULAS = [
    ("values.weight /", "The formula is incomplete."),
    ("(1 + 2", "A bracket in the formula is not closed."),
    ("1 + ; DROP", "“;” is not allowed at this point in the formula."),
    ("pg_sleep", "There is no field “pg_sleep”."),
    ("name + 1", "It cannot be compared with “Name”."),
    ("(" * 11 + "1" + ")" * 11, "The brackets in the formula are nested too deeply."),
    ("1+" * 150 + "1", "A formula can have at most 200 characters."),
    ("", "Enter a formula, such as values.weight / values.length."),
]


@pytest.mark.parametrize(("formula", "message"), REFUSED_FORMULAS)
def test_a_formula_that_cannot_be_read_is_refused_with_the_reason(formula, message):
    AttributeFactory(code="weight", type=Type.NUMBER)
    with pytest.raises(ValidationError) as refused:
        found(condition("formula", "gt", "1", formula=formula))
    assert refused.value.messages == [f"Formula: {message}"]


INHERITED = [
    (Type.CHOICE, "is", "red", "red", "blue"),
    (Type.TEXT, "starts_with", "re", "red", "blue"),
    (Type.MULTIPLE_CHOICE, "in", ["red", "green"], ["red"], ["blue"]),
    (Type.NUMBER, "lt", "5", "3", "7"),
    (Type.BOOLEAN, "is", "yes", True, False),
]


@pytest.mark.parametrize(("kind", "operator", "asked", "of_parent", "other"), INHERITED)
def test_a_variant_is_found_by_what_it_inherits_and_not_where_it_has_its_own(
    kind, operator, asked, of_parent, other
):
    AttributeFactory(code="sample", type=kind)
    parent = ProductFactory(sku="parent", values={"sample": of_parent})
    ProductFactory(sku="heir", parent=parent)
    ProductFactory(sku="own", parent=parent, values={"sample": other})
    assert found(condition("values.sample", operator, asked)) == {"parent", "heir"}
    assert found(condition("values.sample", "empty")) == set()


@pytest.mark.parametrize("channel", ["", "web"])
@pytest.mark.parametrize("operator", ["is", "starts_with"])
def test_a_variant_with_a_text_of_its_own_is_not_found_by_another_language_of_its_parent(
    operator, channel
):
    AttributeFactory(code="title", is_localizable=True, is_per_channel=True)
    ChannelFactory(code="web")
    parent = ProductFactory(sku="parent", values={"title": {"en": "Pad", "de": "Belag"}})
    ProductFactory(sku="heir", parent=parent, values={"title": {"en": ""}})
    ProductFactory(sku="own", parent=parent, values={"title": {"en": "Disc"}})
    asked = {"language": "de"} | ({"channel": channel} if channel else {})
    assert found(condition("values.title", operator, "Belag", **asked)) == {"parent", "heir"}
    assert found(condition("values.title", "empty", **asked)) == {"own"}


def test_a_condition_asks_one_language_and_one_channel():
    AttributeFactory(code="title", is_localizable=True, is_per_channel=True)
    ChannelFactory(code="web")
    ProductFactory(
        sku="both",
        values={"title": {"en": "Pad", "de": "Belag"}},
        channel_values={"web": {"title": {"en": "Web pad"}}},
    )
    ProductFactory(sku="english", values={"title": {"en": "Pad"}})
    title = "values.title"
    assert found(condition(title, "empty", language="de")) == {"english"}
    assert found(condition(title, "is", "Pad", language="en")) == {"both", "english"}
    assert found(condition(title, "is", "Pad", language="en", channel="web")) == {"english"}
    assert found(condition(title, "is", "Web pad", channel="web")) == {"both"}
    with pytest.raises(ValidationError, match="There is no language “xx”"):
        found(condition(title, "is", "Pad", language="xx"))


def test_completeness_is_asked_by_channel_and_language():
    web, shop = ChannelFactory(code="web"), ChannelFactory(code="shop")
    product = ProductFactory(sku="half")
    rows = {(web, "en"): [], (web, "de"): ["values.title"], (shop, "en"): ["asset.primary"]}
    for (channel, locale), missing in rows.items():
        Completeness.objects.create(
            product=product, channel=channel, locale=locale, required=2, missing=missing
        )
    assert found(condition("completeness", "lt", "100", channel="web", language="en")) == set()
    assert found(condition("completeness", "is", "50", channel="web")) == {"half"}
    assert found(condition("missing", "is", "asset.primary")) == {"half"}
    assert found(condition("missing", "is", "asset.primary", channel="web")) == set()


def test_assets_prices_and_relations_are_asked():
    bare, full = ProductFactory(sku="bare"), ProductFactory(sku="full")
    for _ in range(2):
        ProductAsset.objects.create(product=full, asset=ImageFileFactory().asset, role="gallery")
    PriceFactory(product=full, amount="12.50", price_list=PriceListFactory(is_public=True))
    ProductRelation.objects.create(product=full, target=bare, kind="accessory")
    Interchange.objects.create(product=full, brand_name="Bolt", number="B-1")
    assert found(condition("asset_role", "is_not", "primary")) == {"bare", "full"}
    assert found(condition("assets", "between", [1, 2], role="gallery")) == {"full"}
    assert found(condition("assets", "lt", 1, role="gallery")) == {"bare"}
    assert found(condition("price", "between", ["10", "20"])) == {"full"}
    assert found(condition("price", "empty")) == {"bare"}
    assert found(condition("relations", "gte", 1, relation="accessory")) == {"full"}
    assert found(condition("related_from", "is", 1)) == {"bare"}
    assert found(condition("related_to", "is", "bare")) == {"full"}
    assert found(condition("interchange", "starts_with", "b-")) == {"full"}


def test_a_group_is_turned_round_and_groups_stand_in_groups():
    ProductFactory(sku="a", name="Pad", status="active")
    ProductFactory(sku="b", name="Disc", status="active")
    pads = {"match": "any", "not": True, "conditions": [condition("name", "is", "Pad")]}
    assert found(condition("status", "is", "active"), pads) == {"b"}
    deep = pads
    for _ in range(3):
        deep = {"match": "all", "conditions": [deep]}
    assert found(deep) == {"b"}
    with pytest.raises(ValidationError, match="Groups can be nested at most 5 levels deep"):
        found({"conditions": [deep]})


def test_a_filter_of_a_thousand_conditions_is_refused():
    many = [condition("name", "is", "x")] * 100
    groups = [{"conditions": many}] * 10
    with pytest.raises(ValidationError, match="A filter can have at most 200 conditions"):
        found(*groups)


def test_a_segment_is_part_of_another_but_never_of_itself():
    ProductFactory(sku="a", name="Pad")
    ProductFactory(sku="b", name="Disc")
    Segment.objects.create(
        code="pads", name="Pads", filter={"conditions": [condition("name", "is", "Pad")]}
    )
    assert found(condition("segment", "is", "pads")) == {"a"}
    assert found(condition("segment", "is_not", "pads")) == {"b"}
    Segment.objects.create(
        code="outer", name="Outer", filter={"conditions": [condition("segment", "is", "pads")]}
    )
    back = {"conditions": [condition("segment", "in", ["outer"])]}
    with pytest.raises(ValidationError, match="in a loop: pads → outer → pads"):
        check_filter(back, code="pads")
    Segment.objects.filter(code="pads").update(filter=back)
    with pytest.raises(ValidationError, match="in a loop"):
        found(condition("segment", "is", "pads"))
    with pytest.raises(ValidationError, match="There is no segment “lost”"):
        found(condition("segment", "is", "lost"))


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", "x" * 2000, {"field": "lost"}, {}, [], None])
def test_hostile_values_are_refused_in_words(value):
    with pytest.raises(ValidationError):
        found(condition("name", "contains", value))


def test_equality_asks_the_document_so_that_an_index_can_answer():
    AttributeFactory(code="material", type=Type.CHOICE)
    products = segment_products({"conditions": [condition("values.material", "is", "steel")]})
    assert '"values" @>' in str(products.query)
    assert "JOIN" not in str(products.order_by().query)


def test_measures_compare_in_the_standard_unit_whatever_unit_is_stored():
    AttributeFactory(code="bore", type=Type.MEASURE, unit="mm")
    for sku, (amount, unit) in {"inch": ("1", "in"), "metric": ("20", "mm")}.items():
        ProductFactory(sku=sku, values={"bore": {"amount": amount, "unit": unit}})
    ProductFactory(sku="foreign", values={"bore": {"amount": "30", "unit": "kg"}})
    assert found(condition("values.bore", "is", "25.4")) == {"inch"}
    assert found(condition("values.bore", "between", ["15", "30"])) == {"inch", "metric"}


def test_a_table_is_asked_by_column_and_holds_where_one_row_holds():
    sizes = AttributeFactory(code="sizes", label="Sizes", type=Type.TABLE)
    AttributeColumn.objects.create(attribute=sizes, code="width", label="Width", type="number")
    AttributeColumn.objects.create(attribute=sizes, code="side", label="Side", type="text")
    parent = ProductFactory(
        sku="two", values={"sizes": [{"width": "5", "side": "left"}, {"width": "12"}]}
    )
    ProductFactory(sku="heir", parent=parent)
    ProductFactory(sku="odd", values={"sizes": "none"})
    assert found(condition("values.sizes.width", "gt", "10")) == {"two", "heir"}
    assert found(condition("values.sizes.width", "gt", "12")) == set()
    assert found(condition("values.sizes.side", "is", "left")) == {"two", "heir"}
    assert found(condition("values.sizes.side", "empty")) == {"odd"}


def test_the_rows_of_a_table_are_those_that_hold_for_language_and_channel():
    ChannelFactory(code="web")
    sizes = AttributeFactory(
        code="sizes", type=Type.TABLE, is_localizable=True, is_per_channel=True
    )
    AttributeColumn.objects.create(attribute=sizes, code="side", label="Side", type="text")

    def rows(side):
        return [{"side": side}]

    parent = ProductFactory(
        sku="parent",
        values={"sizes": {"en": rows("left"), "de": rows("links")}},
        channel_values={"web": {"sizes": {"en": rows("near")}}},
    )
    ProductFactory(sku="heir", parent=parent, values={"sizes": {"en": []}})
    ProductFactory(sku="own", parent=parent, values={"sizes": {"de": rows("rechts")}})
    side = "values.sizes.side"
    assert found(condition(side, "is", "left")) == {"parent", "heir"}
    assert found(condition(side, "is", "links", language="de")) == {"parent", "heir"}
    assert found(condition(side, "is", "links", language="en")) == set()
    assert found(condition(side, "is", "near", channel="web")) == {"parent", "heir"}
    assert found(condition(side, "is", "left", channel="web")) == set()
    assert found(condition(side, "is", "rechts", channel="web")) == {"own"}


def test_an_empty_list_of_answers_is_no_value():
    AttributeFactory(code="uses", type=Type.MULTIPLE_CHOICE)
    parent = ProductFactory(sku="parent", values={"uses": ["road"]})
    ProductFactory(sku="none", values={"uses": []})
    assert found(condition("values.uses", "empty")) == {"none"}
    ProductFactory(sku="heir", parent=parent, values={"uses": []})
    assert found(condition("values.uses", "is", "road")) == {"parent", "heir"}
    assert found(condition("values.uses", "empty")) == {"none"}


def test_with_variants_equality_is_a_union_of_two_sets_that_an_index_answers():
    AttributeFactory(code="material", type=Type.CHOICE)
    ProductFactory(parent=ProductFactory())
    products = segment_products({"conditions": [condition("values.material", "is", "steel")]})
    statement = str(products.order_by().query)
    assert "UNION ALL" in statement
    assert " OR " not in statement
