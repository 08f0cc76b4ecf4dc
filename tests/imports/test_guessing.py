"""Which field a column fills, guessed from its name."""

import pytest

from catalog.models import Attribute
from imports.guessing import guess_columns
from imports.mapping import MappedColumn
from imports.targets import import_targets
from tests.factories.catalog import AttributeFactory

pytestmark = pytest.mark.django_db


def guess(*headers, known=()):
    return [column.target for column in guess_columns(headers, import_targets(), known)]


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("SKU", "sku"),
        ("Part Number", "part_number"),
        ("PartNo", "part_number"),
        ("MPN", "part_number"),
        ("Artikel-Nr.", "part_number"),
        ("ARTIKELNUMMER", "part_number"),
        ("Référence", "part_number"),
        ("EAN/UPC", "gtin"),
        ("Hersteller", "brand"),
        ("Bezeichnung", "name"),
        ("stock", ""),
    ],
)
def test_names_of_the_trade_are_known(header, target):
    assert guess(header) == [target]


def test_attributes_are_found_by_code_and_label_in_any_language(family):
    attribute = family.family_attributes.get(attribute__code="length").attribute
    attribute.labels = {"de": "Länge"}
    attribute.save()
    assert guess("values.length") == ["values.length"]
    assert guess("LENGTH (mm)") == ["values.length"]
    assert guess("laenge", "Lange") == ["", "values.length"]
    assert guess("title.de", "title") == ["values.title.de", "values.title"]


def test_a_field_is_given_away_once():
    assert guess("Part number", "MPN") == ["part_number", ""]


def test_the_profile_wins(family):
    known = [
        MappedColumn(header="Length", target=""),
        MappedColumn(header="no", target="sku", transforms=[{"type": "upper"}]),
    ]
    columns = guess_columns(["Length", "NO", "SKU"], import_targets(), known)
    assert [column.target for column in columns] == ["", "sku", ""]
    assert columns[1].transforms == [{"type": "upper"}]
    assert columns[1].header == "NO"


def test_an_attribute_that_is_called_unit_is_no_unit_of_a_measure():
    AttributeFactory(code="unit")
    AttributeFactory(code="length", type=Attribute.Type.MEASURE, unit="mm")
    targets = import_targets()
    assert not targets["values.unit"].is_unit
    assert targets["values.length.unit"].is_unit
