"""A type in a module of its own is one like the others, and no other file knows of it."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.urls import reverse
from lxml import html

from catalog.attribute_types import registry
from catalog.attribute_types.base import AttributeType
from catalog.attribute_types.checking import check_value
from catalog.listing.services.cells import Cell, change_cell
from catalog.models import BulkChange, FamilyAttribute, OfferedValue, Product
from catalog.products.queries.effective_values import effective_values
from catalog.schema_changes.schema_file.export import export_schema
from catalog.schema_changes.schema_file.reading import read_schema_file
from catalog.schema_changes.services.schema_file import apply_schema_file
from catalog.segments.compilation import segment_products
from tests.catalog.admin_forms import posted
from tests.catalog.attribute_types.colour import Colour
from tests.catalog.attribute_types.contract import HOSTILE, keeps_contract
from tests.exchange.test_registry import read as read_field
from tests.factories.accounts import UserFactory
from tests.factories.bulk_edits import applied as edited
from tests.factories.catalog import AttributeFactory, BrandFactory, FamilyFactory, ProductFactory
from tests.factories.imports import ImportProfileFactory, applied, staged

pytestmark = pytest.mark.django_db
ORANGE = {"hex": "#ff8800", "name": "Signal orange"}


@pytest.fixture(autouse=True)
def colour(monkeypatch):
    monkeypatch.setattr(registry, "_types", dict(registry._types))
    registry.register_attribute_type(Colour())


@pytest.fixture
def attribute():
    return AttributeFactory(
        code="paint", label="Paint", type="colour", is_facet=True, is_searchable=True
    )


@pytest.fixture
def family(attribute):
    family = FamilyFactory()
    FamilyAttribute.objects.create(family=family, attribute=attribute, sort_order=0)
    return family


@pytest.fixture
def editor(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def values_of(product) -> dict:
    return Product.objects.get(pk=product.pk).values


def test_it_keeps_the_contract():
    assert keeps_contract(Colour(), [*HOSTILE, "#00FF00", "#00ff00 Grün", "123456 a\r\nb"]) >= 3


NEEDED = [
    *("label", "examples", "is_stored_as_text", "is_document", "can_be_unique"),
    *("read", "plain_sql", "json_sql", "plain_of_sql", "unreadable", "written", "written_sql"),
    *("shown", "standard", "standard_sql", "json_schema"),
]


@pytest.mark.parametrize("part", NEEDED)
def test_without_one_of_its_parts_it_breaks_the_contract(part):
    lacking = type("Lacking", (Colour,), {part: vars(AttributeType)[part]})()
    registry.register_attribute_type(lacking)
    with pytest.raises((AssertionError, ValidationError, AttributeError, TypeError, DatabaseError)):
        keeps_contract(lacking, ["#00ff00 Grün", "orange"])


def test_editors_can_choose_it_for_an_attribute(client, editor):
    page = client.get(reverse("catalog_attribute:add")).content.decode()
    assert '<option value="colour">Colour</option>' in page


def test_the_form_of_a_product_has_an_input_that_reads_it(client, editor, family):
    product = ProductFactory(family=family)
    url = reverse("catalog_product:edit", args=[product.pk])
    page = client.get(url)
    sent = posted(page, action__publish="1", values__paint="FF8800  Signal orange")
    assert client.post(url, sent).status_code == 302
    assert values_of(product) == {"paint": ORANGE}
    assert posted(client.get(url))["values-paint"] == ["#ff8800 Signal orange"]
    refused = client.post(url, posted(page, action__publish="1", values__paint="orange"))
    assert refused.context["form"].errors == {
        "values-paint": ["Paint is a colour, such as #ff8800 Signal orange."]
    }


def test_a_cell_of_the_list_shows_and_changes_it(client, editor, attribute, family):
    product = ProductFactory(family=family)
    cell = Cell(attribute=attribute)
    change_cell(product_id=product.pk, cell=cell, text="#ff8800", seen=None, user=editor)
    assert values_of(product) == {"paint": {"hex": "#ff8800", "name": ""}}
    page = client.get(reverse("catalog_product:list"), {"columns": "values.paint"})
    assert page.status_code == 200
    url = reverse("catalog_product:cell", args=[product.pk, "values.paint"])
    assert 'value="#ff8800"' in client.get(url).json()["html"]
    seen = json.dumps({"hex": "#ff8800", "name": ""})
    answer = client.post(url, {"value": "0088FF  Sky blue", "seen": seen})
    assert (answer.status_code, answer.json()["text"]) == (200, "#0088ff Sky blue")
    refused = client.post(url, {"value": "blue", "seen": answer.json()["seen"]})
    assert refused.status_code == 422
    assert "Paint is a colour" in refused.json()["message"]
    assert values_of(product) == {"paint": {"hex": "#0088ff", "name": "Sky blue"}}


def test_the_list_is_filtered_by_it(client, editor, attribute):
    ProductFactory(part_number="ORANGE", values={"paint": ORANGE})
    ProductFactory(part_number="GREEN", values={"paint": {"hex": "#00ff00", "name": "Green"}})
    url = reverse("catalog_product:filter")
    form = client.get(url, {"field": "values.paint"})
    assert form.status_code == 200
    condition = {"field": "values.paint", "operator": "contains", "value": "orange"}
    added = client.post(f"{url}?field=values.paint", {"condition": json.dumps(condition)})
    page = client.get(added.url)
    assert [one.part_number for one in page.context["object_list"]] == ["ORANGE"]
    [pill] = page.context["pills"]
    assert (pill.label, pill.text) == ("Paint", "contains orange")


def test_filters_find_products_by_its_text(attribute):
    ProductFactory(sku="ORANGE", values={"paint": ORANGE})
    ProductFactory(sku="GREEN", values={"paint": {"hex": "#00ff00", "name": "Green"}})

    def found(operator, value):
        condition = {"field": "values.paint", "operator": operator, "value": value}
        products = segment_products({"match": "all", "conditions": [condition]})
        return set(products.values_list("sku", flat=True))

    assert found("contains", "orange") == {"ORANGE"}
    assert found("is", "#00ff00 Green") == {"GREEN"}
    assert found("empty", None) == set()


def test_a_file_brings_it_and_is_told_what_is_wrong(attribute, family):
    profile = ImportProfileFactory(default_brand=BrandFactory(), default_family=family)
    applied("sku,part_number,name,paint\nS1,P1,Pad,FF8800 Signal orange\n", profile)
    assert Product.objects.get().values == {"paint": ORANGE}
    run = staged("sku,part_number,name,paint\nS2,P2,Pad,orange\n", profile)
    assert run.rejected == 1


def test_the_form_of_a_bulk_edit_has_an_input_that_reads_it(client, editor, family):
    product = ProductFactory(family=family)
    url = f"/admin/bulk/catalog/product/edit/?id={product.pk}"
    row = {"row": ["0"], "change-0-target": "values.paint", "change-0-action": "set"}
    shown = html.fromstring(client.post(url, {**row, "press": "show"}).content)
    [kind] = shown.xpath('//input[@name="change-0-kind"]/@value')
    row |= {"change-0-kind": kind, "press": "count"}
    refused = client.post(url, {**row, "change-0-value": "orange"})
    assert "Paint is a colour" in refused.content.decode()
    counted = client.post(url, {**row, "change-0-value": "FF8800 Signal orange"})
    assert counted.status_code == 302
    assert BulkChange.objects.get().operations[0]["value"] == ORANGE


def test_bulk_edits_set_it_and_copy_it_into_texts(attribute, family):
    note = AttributeFactory(code="note", label="Note")
    FamilyAttribute.objects.create(family=family, attribute=note, sort_order=1)
    product = ProductFactory(family=family)
    edited({"action": "set", "target": "values.paint", "value": ORANGE})
    edited({"action": "copy", "target": "values.note", "source": "paint"})
    assert values_of(product) == {"paint": ORANGE, "note": "#ff8800 Signal orange"}
    edited({"action": "clear", "target": "values.paint"})
    edited({"action": "copy", "target": "values.paint", "source": "note"})
    assert values_of(product)["paint"] == ORANGE


def test_a_feed_writes_its_text(attribute):
    product = ProductFactory(values={"paint": ORANGE})
    assert read_field("values.paint", product) == "#ff8800 Signal orange"
    assert read_field("values.paint.hex", product) == "#ff8800"
    assert read_field("values.paint.name", product) == "Signal orange"
    assert read_field("values.paint.name", ProductFactory()) is None


def test_visitors_choose_by_it_and_find_it(client, indexed, attribute, family):
    for number, name in enumerate(["Signal orange", "Signal orange", "Sky blue"]):
        shade = "#ff8800" if number < 2 else "#0088ff"
        ProductFactory(
            part_number=f"P{number}", family=family, values={"paint": {"hex": shade, "name": name}}
        )
    indexed()
    listing = client.get("/catalog/").context["listing"]
    [facet] = [one for one in listing.facets if one.label == "Paint"]
    assert {one.label: one.count for one in facet.options} == {"#ff8800": 2, "#0088ff": 1}
    cards = client.get("/catalog/", {"q": "sky"}).context["listing"].cards
    assert [card.part_number for card in cards] == ["P2"]
    assert (
        "Sky blue"
        in client.get(Product.objects.get(part_number="P2").get_absolute_url()).content.decode()
    )


def test_a_variant_has_its_own_as_a_whole(attribute, family):
    parent = ProductFactory(family=family, values={"paint": ORANGE})
    own = {"hex": "#0000ff"}
    variant = ProductFactory(family=family, parent=parent, values={"paint": own})
    assert effective_values(variant) == {"paint": own}


def test_an_open_draft_keeps_its_own_as_a_whole(attribute, family):
    product = ProductFactory(family=family, live=True, values={"paint": ORANGE})
    product.values = {"paint": {**ORANGE, "name": "Fox"}}
    product.save_revision(clean=False)
    cell, user = Cell(attribute=attribute), UserFactory(is_superuser=True)
    kept = change_cell(product_id=product.pk, cell=cell, text="#0000ff", seen=ORANGE, user=user)
    assert kept == ["paint"]
    draft = Product.objects.get(pk=product.pk).get_latest_revision_as_object()
    assert draft.values == {"paint": {**ORANGE, "name": "Fox"}}
    [offered] = OfferedValue.objects.all()
    assert (offered.path, offered.value) == ("values.paint", {"hex": "#0000ff", "name": ""})


def test_the_schema_file_carries_it(attribute):
    text = export_schema()
    assert "type: colour" in text
    attribute.delete()
    apply_schema_file(document=read_schema_file(text.encode()), user=None)
    with pytest.raises(ValidationError, match="Paint is a colour"):
        check_value(type(attribute).objects.get(code="paint"), "orange")
