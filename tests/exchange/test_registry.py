"""The registry of fields: what a feed reads of a product, by language and channel."""

import pytest
from django.db import connection
from psycopg.sql import SQL

from catalog.models import Attribute, AttributeOption, ProductAsset
from exchange import registry
from exchange.registry import (
    Field,
    FieldContext,
    FieldType,
    fields,
    grouped_choices,
    join_clauses,
)
from media_library.models import Asset
from tests.factories.catalog import (
    AttributeFactory,
    CategoryFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)
from tests.factories.media_library import ImageFileFactory

pytestmark = pytest.mark.django_db


def read(code: str, product, **context) -> str | None:
    """What the field gives for a product, through the SQL that a feed would run."""
    return read_expression(code, product, "expression", **context)


def read_expression(code: str, product, name: str, **context) -> str | None:
    field = fields(FieldContext(**context))[code]
    statement = SQL("SELECT {} FROM catalog_product product {} WHERE product.id = {}").format(
        getattr(field, name), join_clauses([field]), product.pk
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection))
        return cursor.fetchone()[0]


def test_fixed_fields_give_text_and_nothing_for_what_is_empty():
    brakes = CategoryFactory(code="brakes", name="Brakes", labels={"de": "Bremsen"})
    pads = CategoryFactory(code="pads", name="Pads", parent=brakes)
    product = ProductFactory(sku="A-1", gtin="", category=pads, brand__name="Acme")
    assert read("sku", product) == "A-1"
    assert read("gtin", product) is None
    assert read("brand", product) == "Acme"
    assert read("category", product) == "pads"
    assert read("category_path", product) == "Brakes > Pads"
    assert read("category_path", product, locale="de") == "Bremsen > Pads"
    assert read("category_path", ProductFactory()) is None


def test_an_attribute_is_a_field_as_soon_as_it_exists_and_no_longer_than_that():
    assert "values.colour" not in fields(FieldContext())
    attribute = AttributeFactory(code="colour", label="Colour", group__label="Looks")
    known = fields(FieldContext())
    assert ("Looks", [("values.colour", "Colour")]) in grouped_choices(known.values())
    assert known["values.colour"].is_writable
    attribute.delete()
    assert "values.colour" not in fields(FieldContext())


def test_numbers_stay_exact():
    AttributeFactory(code="length", type=Attribute.Type.NUMBER)
    product = ProductFactory(values={"length": "12.70"})
    assert read("values.length", product) == "12.70"
    assert fields(FieldContext())["values.length"].type == FieldType.NUMBER


def test_a_measure_has_an_amount_and_a_unit():
    AttributeFactory(code="weight", type=Attribute.Type.MEASURE)
    product = ProductFactory(values={"weight": {"amount": "0.50", "unit": "kg"}})
    assert read("values.weight", product) == "0.50"
    assert read("values.weight.unit", product) == "kg"
    assert read("values.weight", ProductFactory()) is None


def test_a_choice_gives_its_code_or_its_label_in_the_language():
    colour = AttributeFactory(code="colour", type=Attribute.Type.CHOICE)
    AttributeOption.objects.create(attribute=colour, code="red", label="Red", labels={"de": "Rot"})
    product = ProductFactory(values={"colour": "red"})
    assert read("values.colour", product) == "red"
    assert read("values.colour.label", product) == "Red"
    assert read("values.colour.label", product, locale="de") == "Rot"
    assert read("values.colour.label", ProductFactory(values={"colour": "gone"})) == "gone"


def test_a_multiple_choice_gives_codes_or_labels_in_their_order():
    attribute = AttributeFactory(code="marks", type=Attribute.Type.MULTIPLE_CHOICE)
    for code in ("ce", "ul"):
        AttributeOption.objects.create(attribute=attribute, code=code, label=code.upper())
    product = ProductFactory(values={"marks": ["ul", "ce", "gone"]})
    assert read("values.marks", product) == "ul|ce|gone"
    assert read("values.marks.label", product) == "UL|CE|gone"
    assert read_expression("values.marks", product, "list_expression") == '["ul", "ce", "gone"]'
    assert read("values.marks", ProductFactory()) is None
    assert read("values.marks", ProductFactory(values={"marks": "no list"})) is None


def test_a_localizable_value_falls_back_to_the_default_language():
    AttributeFactory(code="title", is_localizable=True)
    product = ProductFactory(values={"title": {"en": "Pad", "de": "Belag", "fr": ""}})
    assert read("values.title", product, locale="de") == "Belag"
    assert read("values.title", product, locale="fr") == "Pad"
    assert read("values.title", product, locale="es") == "Pad"


def test_the_value_of_the_channel_wins_over_the_general_one_of_the_same_language():
    AttributeFactory(code="claim", is_per_channel=True, is_localizable=True)
    product = ProductFactory(
        values={"claim": {"en": "General", "de": "Allgemein"}},
        channel_values={"web": {"claim": {"en": "For the web"}}},
    )
    assert read("values.claim", product, channel="web") == "For the web"
    assert read("values.claim", product, channel="print") == "General"
    assert read("values.claim", product, channel="web", locale="de") == "Allgemein"
    assert read("values.claim", product, channel="web", locale="fr") == "For the web"


def test_hostile_codes_stay_data():
    hostile = "x'; DROP TABLE catalog_product; --\\"
    attribute = AttributeFactory(is_per_channel=True, is_localizable=True)
    Attribute.objects.filter(pk=attribute.pk).update(code=hostile)
    product = ProductFactory(values={hostile: {hostile: "still here"}})
    assert read(f"values.{hostile}", product, locale=hostile, channel=hostile) == "still here"


def test_prices_are_exact_and_of_their_list():
    public = PriceListFactory(code="public", is_public=True, currency="EUR")
    trade = PriceListFactory(code="trade")
    product = ProductFactory()
    PriceFactory(product=product, price_list=public, amount="12.7")
    PriceFactory(product=product, price_list=trade, amount="0.1234")
    PriceFactory(product=product, price_list=trade, amount="0.1000", minimum_quantity=100)
    PriceFactory(
        product=product, price_list=public, amount="1", valid_until="2020-01-01", minimum_quantity=2
    )
    assert read("price", product) == "12.70"
    assert read("price_currency", product) == "EUR"
    assert read("price.trade", product) == "0.1234"
    assert read("price", ProductFactory()) is None


def test_the_main_picture_is_the_first_that_may_be_shown():
    product = ProductFactory()
    archived, expired, shown = (ImageFileFactory() for _ in range(3))
    for order, image in enumerate([archived, expired, shown]):
        ProductAsset.objects.create(
            product=product, asset=image.asset, role="primary", sort_order=order
        )
    assert read("primary_image_url", product).endswith(archived.file.url)
    Asset.objects.filter(image=archived).update(status=Asset.Status.ARCHIVED)
    Asset.objects.filter(image=expired).update(licence_expires_on="2020-01-01")
    assert read("primary_image_url", product).endswith(shown.file.url)
    Asset.objects.filter(image=shown).update(status=Asset.Status.ARCHIVED)
    assert read("primary_image_url", product) is None


def test_every_registered_field_gives_a_text_or_nothing_for_each_product():
    for kind in Attribute.Type:
        AttributeFactory(type=kind)
    PriceFactory(product=ProductFactory(), price_list=PriceListFactory())
    ProductFactory()
    known = fields(FieldContext())
    for field in known.values():
        expressions = [field.expression, *filter(None, [field.list_expression])]
        for expression in expressions:
            statement = SQL("SELECT {} FROM catalog_product product {}").format(
                expression, join_clauses([field])
            )
            with connection.cursor() as cursor:
                cursor.execute(statement.as_string(cursor.connection))
                found = [value for (value,) in cursor]
            assert len(found) == 2, field.code
            assert all(value is None or (isinstance(value, str) and value) for value in found)
        assert field.label
        assert field.group


def test_the_groups_of_fields_stand_in_the_order_of_their_sources():
    AttributeFactory(group__label="Looks")
    groups = [group for group, _choices in grouped_choices(fields(FieldContext()).values())]
    assert groups == [
        "Product",
        "Classification",
        "Prices",
        "Pictures",
        "Looks",
        "Relations",
        "Packages",
    ]


def test_a_source_of_a_lower_order_comes_first(monkeypatch):
    def source_of(code):
        return lambda context: [Field(code=code, label=code, group="", expression=SQL("NULL"))]

    monkeypatch.setattr(registry, "_sources", {})
    for code, order in (("c", 20), ("a", 0), ("b", 0)):
        registry.register_field_source(source_of(code), order=order)
    assert list(fields(FieldContext())) == ["a", "b", "c"]
