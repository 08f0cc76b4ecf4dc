"""One text becomes the same value through every door, or is refused by all of them."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError

from catalog.bulk.models import BulkChange
from catalog.listing.services.cells import Cell, change_cell
from catalog.models import Attribute, AttributeOption, FamilyAttribute, Product
from catalog.products.wagtail_admin.value_fields import value_field
from catalog.schema_changes.services.operations import plan_retyping
from catalog.schema_changes.services.running import apply_schema_change
from jobs.progress import JobProgress
from tests.factories.accounts import UserFactory
from tests.factories.bulk_edits import applied as edited
from tests.factories.catalog import AttributeFactory, BrandFactory, FamilyFactory, ProductFactory
from tests.factories.imports import ImportProfileFactory, applied

pytestmark = pytest.mark.django_db
Type = Attribute.Type

# The type, the text, and what is stored; None where it is refused.
TEXTS = [
    (Type.TEXT, "\u00a0Ceramic \u2003", "Ceramic"),
    (Type.LONG_TEXT, "Two\r\nlines", "Two\nlines"),
    (Type.NUMBER, "+012.70", "12.70"),
    (Type.NUMBER, "9" * 40, "9" * 40),
    (Type.NUMBER, "9" * 45, None),
    (Type.NUMBER, "1e5", None),
    (Type.NUMBER, "12,70", None),
    (Type.NUMBER, "12 pcs", "12"),
    (Type.MEASURE, "5\u00a0in", {"amount": "5", "unit": "in"}),
    (Type.MEASURE, "007 Inch", {"amount": "7", "unit": "in"}),
    (Type.MEASURE, "5 kg", None),
    (Type.BOOLEAN, "Ja", True),
    (Type.BOOLEAN, "non", False),
    (Type.BOOLEAN, "perhaps", None),
    (Type.DATE, "2026-02-28", "2026-02-28"),
    (Type.DATE, "31 Feb", None),
    (Type.DATE, "28.02.2026", None),
    (Type.CHOICE, "hook", "hook"),
    (Type.CHOICE, "Haken", "hook"),
    (Type.CHOICE, "CLIP", "clip"),
    (Type.CHOICE, "Both", None),
    (Type.MULTIPLE_CHOICE, "hook|hook", ["hook"]),
    (Type.MULTIPLE_CHOICE, "Clip | Haken", ["clip", "hook"]),
    (Type.MULTIPLE_CHOICE, "Pinch tab | wide", ["pinch"]),
    (Type.MULTIPLE_CHOICE, "hook,clip", None),
    (Type.URL, "example.com/a", "https://example.com/a"),
    (Type.URL, "javascript:alert(1)", None),
    (Type.PRODUCT, "KIT-1", "KIT-1"),
    (Type.PRODUCT, "NONE", None),
]
OPTIONS = {
    "hook": ("Hook", {"de": "Haken", "fr": "Both"}),
    "clip": ("Clip", {"fr": "Both"}),
    "pinch": ("Pinch tab | wide", {}),
}


def attribute_of(kind: str, code: str = "sample") -> Attribute:
    unit = {Type.MEASURE: "mm", Type.NUMBER: "pcs"}.get(kind, "")
    attribute = AttributeFactory(code=code, label="Sample", type=kind, unit=unit)
    for option, (label, labels) in OPTIONS.items():
        AttributeOption.objects.create(attribute=attribute, code=option, label=label, labels=labels)
    return attribute


def product_with(*attributes: Attribute, **values) -> Product:
    ProductFactory(sku="KIT-1")
    family = FamilyFactory(code="parts")
    for place, attribute in enumerate(attributes):
        FamilyAttribute.objects.create(family=family, attribute=attribute, sort_order=place)
    return ProductFactory(sku="S1", family=family, values=values)


def stored() -> object:
    return Product.objects.get(sku="S1").values.get("sample")


def by_form(kind, text):
    attribute = attribute_of(kind)
    product_with(attribute)
    try:
        return value_field(attribute).checked(attribute, text)
    except ValidationError:
        return None


def by_cell(kind, text):
    attribute = attribute_of(kind)
    product, user = product_with(attribute), UserFactory(is_superuser=True)
    try:
        cell = Cell(attribute=attribute)
        change_cell(product_id=product.pk, cell=cell, text=text, seen=None, user=user)
    except ValidationError:
        return None
    return stored()


def by_file(kind, text):
    product_with(attribute_of(kind))
    content = io.StringIO()
    csv.writer(content, quoting=csv.QUOTE_ALL).writerows([("sku", "sample"), ("S1", text)])
    profile = ImportProfileFactory(default_brand=BrandFactory(), default_family=FamilyFactory())
    run = applied(content.getvalue(), profile)
    assert run.rejected == (stored() is None)
    return stored()


def by_copy(kind, text):
    other = Type.TEXT if kind == Type.LONG_TEXT else Type.LONG_TEXT
    product_with(attribute_of(kind), attribute_of(other, "source"), source=text)
    edited({"action": "copy", "target": "values.sample", "source": "source"})
    return stored()


def by_change_of_type(kind, text):
    attribute = attribute_of(Type.TEXT if kind != Type.TEXT else Type.LONG_TEXT)
    product_with(attribute, sample=text)
    unit = {Type.MEASURE: "mm", Type.NUMBER: "pcs"}.get(kind, "")
    user = UserFactory(is_superuser=True)
    change = plan_retyping(attribute=attribute, fields={"type": kind, "unit": unit}, user=user)
    apply_schema_change(change_id=change.pk, user=user, progress=JobProgress())
    assert BulkChange.objects.get().state == BulkChange.State.APPLIED
    return stored()


DOORS = [by_form, by_cell, by_file, by_copy, by_change_of_type]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize(("kind", "text", "value"), TEXTS)
def test_a_text_becomes_one_value(door, kind, text, value):
    assert door(kind, text) == value
