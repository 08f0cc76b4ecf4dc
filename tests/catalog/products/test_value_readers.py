"""Every type of value on the public page, in feeds and in the search index."""

from decimal import Decimal

import pytest
from django.db import connection
from psycopg.sql import SQL

from catalog.attribute_types.holding import resolve, resolved_sql
from catalog.models import Attribute, AttributeColumn
from catalog.storefront.search.values import AttributeReader
from exchange.registry import FieldContext, fields, join_clauses
from media_library.services.assets import ensure_asset
from tests.factories.catalog import AttributeFactory, ProductFactory
from tests.factories.media_library import DocumentFileFactory

pytestmark = pytest.mark.django_db
Type = Attribute.Type


def read(code: str, product) -> str | None:
    field = fields(FieldContext())[code]
    statement = SQL("SELECT {} FROM catalog_product product {} WHERE product.id = {}").format(
        field.expression, join_clauses([field]), product.pk
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("stored", "amount", "unit", "written"),
    [
        ({"amount": "12.70", "unit": "mm"}, "12.70", "mm", "12.70 mm"),
        ({"amount": "0.50", "unit": "in"}, "12.7", "mm", "0.50 in"),
        ({"amount": "3", "unit": ""}, "3", "mm", "3 mm"),
        ({"amount": "3", "unit": "kg"}, "3", "kg", "3 kg"),
        ({"amount": "", "unit": "mm"}, None, None, None),
    ],
)
def test_feeds_give_measures_in_the_standard_unit_and_as_they_were_written(
    stored, amount, unit, written
):
    AttributeFactory(code="length", type=Type.MEASURE, unit="mm")
    product = ProductFactory(values={"length": stored})
    assert read("values.length", product) == amount
    assert read("values.length.unit", product) == unit
    assert read("values.length.written", product) == written


def sizes() -> list[dict]:
    attribute = AttributeFactory(code="sizes", label="Sizes", type=Type.TABLE, is_searchable=True)
    AttributeColumn.objects.create(attribute=attribute, code="size", label="Size", unit="in")
    AttributeColumn.objects.create(
        attribute=attribute, code="fits", label="Fits", type="boolean", sort_order=1
    )
    return [{"size": "M<b>", "fits": True}, {"size": "L"}]


def test_a_table_is_json_in_feeds_and_a_table_on_the_page(client):
    product = ProductFactory(values={"sizes": sizes()}, live=True)
    assert read("values.sizes", product) == '[{"fits": true, "size": "M<b>"}, {"size": "L"}]'
    page = client.get(product.get_absolute_url()).content.decode()
    assert '<th scope="col">Size (in)</th><th scope="col">Fits</th>' in page
    assert "<tr><td>M&lt;b&gt;</td><td>Yes</td></tr><tr><td>L</td><td></td></tr>" in page
    assert AttributeReader().read(product.values)[2] == ["M<b>", "True", "L"]


def test_a_reference_is_a_link_to_what_visitors_may_see(client):
    AttributeFactory(code="tool", label="Tool", type=Type.PRODUCT)
    AttributeFactory(code="sheet", label="Sheet", type=Type.ASSET)
    tool = ProductFactory(sku="TOOL-1", live=True)
    asset = ensure_asset(file_object=DocumentFileFactory())
    product = ProductFactory(values={"tool": "TOOL-1", "sheet": asset.pk}, live=True)
    page = client.get(product.get_absolute_url()).content.decode()
    assert f'<a href="{tool.get_absolute_url()}"' in page
    assert asset.title in page
    tool.live = False
    tool.save()
    page = client.get(product.get_absolute_url()).content.decode()
    assert tool.get_absolute_url() not in page
    assert "TOOL-1" in page


def test_facets_and_ranges_compare_in_the_standard_unit():
    AttributeFactory(code="length", type=Type.MEASURE, unit="mm", is_facet=True)
    reader = AttributeReader()
    for stored in ({"amount": "12.70", "unit": "mm"}, {"amount": "0.5", "unit": "in"}):
        facets, measures, _texts = reader.read({"length": stored})
        assert (facets, measures) == (
            {"values.length": ["12.7"]},
            {"values.length": [Decimal("12.7")]},
        )
    assert reader.read({"length": {"amount": "3", "unit": "kg"}})[:2] == (
        {"values.length": ["3 kg"]},
        {},
    )


FOUND = [
    # (values, channel's, parent's) -> what German in the channel "web" reads
    ({"title": {"de": "A", "en": "B"}}, {}, {}, "A"),
    ({"title": {"en": "B"}}, {}, {}, "B"),
    ({"title": {"fr": "C"}}, {}, {}, None),
    ({"title": {"de": "A"}}, {"web": {"title": {"de": "W"}}}, {}, "W"),
    ({"title": {"de": "A"}}, {"web": {"title": {"en": "W"}}}, {}, "A"),
    ({"title": {"en": "B"}}, {"other": {"title": {"de": "W"}}}, {"title": {"de": "P"}}, "B"),
    ({"title": {"fr": "C"}}, {}, {"title": {"de": "P"}}, None),
    ({}, {"web": {"title": {"fr": "C"}}}, {"title": {"de": "P"}}, None),
    ({}, {"other": {"title": {"fr": "C"}}}, {"title": {"de": "P"}}, "P"),
    ({"title": {"de": ""}}, {"web": "x"}, {"title": {"en": "P"}}, "P"),
    ({"title": "text"}, {}, {}, None),
]


@pytest.mark.parametrize(("own", "by_channel", "inherited", "expected"), FOUND)
def test_python_and_sql_find_the_same_value(own, by_channel, inherited, expected):
    attribute = AttributeFactory(code="title", is_localizable=True, is_per_channel=True)
    parent = ProductFactory(values=inherited)
    product = ProductFactory(values=own, channel_values=by_channel, parent=parent)
    found = resolve(attribute, [product, parent], locales=["de", "en"], channel="web")
    assert (found and found.value) == expected
    expression = resolved_sql(
        attribute,
        lambda container, key: SQL("nullif({} ->> {}, '')").format(container, key),
        locales=["de", "en"],
        channel="web",
        owners=("product", "parent"),
    )
    statement = SQL(
        "SELECT {} FROM catalog_product product JOIN catalog_product parent"
        " ON parent.id = product.parent_id WHERE product.id = {}"
    ).format(expression, product.pk)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.fetchone()[0] == expected


def test_the_page_never_shows_a_third_language(client):
    AttributeFactory(code="title", label="Title", is_localizable=True)
    product = ProductFactory(values={"title": {"fr": "Plaquette"}}, live=True)
    assert b"Plaquette" not in client.get(product.get_absolute_url()).content
