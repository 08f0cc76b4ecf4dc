"""A small catalog to import into."""

import csv

import pytest
from django.core.files.storage import storages

from catalog.models import Attribute, AttributeColumn, AttributeOption, FamilyAttribute
from tests.factories.catalog import (
    AttributeFactory,
    AttributeGroupFactory,
    BrandFactory,
    FamilyAttributeFactory,
    FamilyFactory,
)


@pytest.fixture
def brand(db):
    return BrandFactory(name="Acme", slug="acme", aaia_id="ACME")


@pytest.fixture
def family(db):
    """Brake pads with an attribute of each type that a file can fill."""
    pads = FamilyFactory(code="brake_pad", label="Brake pads", labels={"de": "Bremsbeläge"})
    types = {
        "finish": {
            "type": Attribute.Type.TEXT,
            "label": "finish",
            "max_length": 10,
            "pattern": "[A-Z].*",
        },
        "care": {"type": Attribute.Type.RICH_TEXT},
        "teeth": {"type": Attribute.Type.NUMBER, "label": "teeth", "minimum": 1, "maximum": 100},
        "length": {"type": Attribute.Type.MEASURE, "unit": "mm", "label": "Length"},
        "coated": {"type": Attribute.Type.BOOLEAN},
        "launched": {
            "type": Attribute.Type.DATE,
            "label": "launched",
            "earliest": "2000-01-01",
        },
        "material": {"type": Attribute.Type.CHOICE},
        "positions": {
            "type": Attribute.Type.MULTIPLE_CHOICE,
            "label": "positions",
            "max_items": 2,
        },
        "manual": {"type": Attribute.Type.URL, "label": "manual", "url_schemes": ["https"]},
        "partner": {"type": Attribute.Type.PRODUCT},
        "photo": {"type": Attribute.Type.ASSET},
        "sizes": {"type": Attribute.Type.TABLE, "label": "Sizes", "max_items": 2},
        "title": {"type": Attribute.Type.TEXT, "is_localizable": True},
        "serial": {"type": Attribute.Type.TEXT, "is_unique": True},
    }
    group = AttributeGroupFactory()
    attributes = {
        code: AttributeFactory(**{"code": code, "label": code, "group": group, **settings})
        for code, settings in types.items()
    }
    FamilyAttribute.objects.bulk_create(
        FamilyAttributeFactory.build(family=pads, attribute=attribute)
        for attribute in attributes.values()
    )
    AttributeColumn.objects.bulk_create(
        AttributeColumn(
            attribute=attributes["sizes"], code=column, label=column, type=kind, sort_order=place
        )
        for place, (column, kind) in enumerate(
            [("size", "text"), ("count", "number"), ("from", "date")]
        )
    )
    for code, options in {
        "material": [("ceramic", "Ceramic", "Keramik"), ("metal", "Semi-metallic", "Halbmetall")],
        "positions": [
            ("front", "Front", "vorn"),
            ("rear", "Rear", "hinten"),
            ("top", "Top", "oben"),
        ],
    }.items():
        AttributeOption.objects.bulk_create(
            AttributeOption(
                attribute=attributes[code], code=option, label=label, labels={"de": german}
            )
            for option, label, german in options
        )
    return pads


@pytest.fixture
def rejects():
    """The file of the rejected rows of a run: {row number: reason}."""

    def read(run):
        if not run.rejects_file:
            return {}
        with storages["private"].open(run.rejects_file) as file:
            rows = list(csv.reader(file.read().decode("utf-8-sig").splitlines()))
        return {int(row[0]): row[1] for row in rows[1:]}

    return read
