"""A whole real catalog comes in: 152 spare parts of a shop, as its own file has them."""

import csv
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from catalog.models import Attribute, AttributeOption, Category, Product
from imports.models import ImportProfile
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    FamilyAttributeFactory,
    FamilyFactory,
)
from tests.factories.imports import ImportProfileFactory, applied, staged

DATA = Path(
    os.environ.get("SOLIDUS_SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data")
)
CATALOG = DATA / "catalog_carparts"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not CATALOG.is_dir(), reason="the shared example data is not here"),
]


def read(name):
    with (CATALOG / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def map_values(pairs, others="keep"):
    stored = [{"value": value, "becomes": becomes} for value, becomes in pairs]
    return [{"type": "map", "value": {"pairs": stored, "others": others}}]


@pytest.fixture
def manufacturers(db):
    """Every maker of the catalog but Ferrari, whose parts must be turned away."""
    rows = [row for row in read("manufacturers.csv") if row["name"] != "Ferrari"]
    for row in rows:
        BrandFactory(name=row["name"], slug=f"maker-{row['id']}")
    return rows


@pytest.fixture
def categories(db):
    rows = {row["id"]: row for row in read("categories.csv")}

    def node(row):
        code = f"c{row['id']}"
        found = Category.objects.filter(code=code).first()
        if found:
            return found
        settings = {
            "code": code,
            "slug": code,
            "name": row["name_en"],
            "labels": {"de": row["name_de"]},
        }
        if row["parent_id"]:
            return node(rows[row["parent_id"]]).add_child(**settings)
        return Category.add_root(**settings)

    for row in rows.values():
        node(row)


@pytest.fixture
def spare_part(db):
    """The family: the names in three languages, price, condition, stock and mileage."""
    family = FamilyFactory(code="spare_part", label="Spare part")
    types = {
        "title": {"type": Attribute.Type.TEXT, "is_localizable": True},
        "price_eur": {"type": Attribute.Type.NUMBER, "minimum": 0},
        "condition": {"type": Attribute.Type.CHOICE},
        "stock": {"type": Attribute.Type.NUMBER, "minimum": 2},
        "mileage": {"type": Attribute.Type.MEASURE, "unit": "km"},
    }
    for code, settings in types.items():
        attribute = AttributeFactory(code=code, label=code, **settings)
        FamilyAttributeFactory(family=family, attribute=attribute)
    condition = Attribute.objects.get(code="condition")
    for code in ("new", "used", "reworked", "broken"):
        AttributeOption.objects.create(attribute=condition, code=code, label=code.title())
    return family


@pytest.fixture
def profile(manufacturers, categories, spare_part):
    makers = [(row["id"], row["name"]) for row in manufacturers]
    return ImportProfileFactory(
        key=ImportProfile.Key.BRAND_PART_NUMBER,
        default_family=spare_part,
        columns={
            "part_number": "part_number",
            "manufacturer_id": ("brand", map_values(makers)),
            "category_code": ("category", [{"type": "prefix", "value": {"text": "c"}}]),
            "name_en": "name",
            "name_de": "values.title.de",
            "name_fr": "values.title.fr",
            "milage": "values.mileage",
        },
    )


@pytest.fixture
def content():
    return (CATALOG / "parts.csv").read_bytes()


def expected_reasons(row):
    reasons = []
    if row["manufacturer_id"] == "93":
        reasons.append(
            "Column “manufacturer_id”: No single brand is named “93”. Create it, or correct "
            "the name."
        )
    if Decimal(row["stock"]) < 2:
        reasons.append(f"Column “stock”: “{row['stock']}”: stock must be at least 2.")
    return " ".join(reasons)


def test_every_part_is_imported_exactly_or_rejected_with_its_reason(profile, content, rejects):
    parts = read("parts.csv")
    run = applied(content, profile)

    reasons = {
        number: expected_reasons(row)
        for number, row in enumerate(parts, start=2)
        if expected_reasons(row)
    }
    assert rejects(run) == reasons
    assert len(reasons) == 12 + Counter(row["manufacturer_id"] for row in parts)["93"] - sum(
        row["manufacturer_id"] == "93" and row["stock"] == "1" for row in parts
    )
    assert (run.rows, run.created, run.rejected) == (152, 152 - len(reasons), len(reasons))
    assert (run.updated, run.unchanged) == (0, 0)

    makers = {row["id"]: row["name"] for row in read("manufacturers.csv")}
    accepted = [row for number, row in enumerate(parts, start=2) if number not in reasons]
    products = {product.part_number: product for product in Product.objects.all()}
    assert len(products) == len(accepted)
    for row in accepted:
        product = products[row["part_number"]]
        assert (product.sku, product.name) == (row["part_number"], row["name_en"].strip())
        assert product.brand.name == makers[row["manufacturer_id"]]
        assert product.category.code == f"c{row['category_code']}"
        assert product.values == {
            "title": {"de": row["name_de"].strip(), "fr": row["name_fr"].strip()},
            "price_eur": row["price_eur"],
            "condition": row["condition"],
            "stock": row["stock"],
            "mileage": {"amount": row["milage"].removesuffix(" km"), "unit": "km"},
        }


def test_the_same_file_again_changes_nothing(profile, content):
    applied(content, profile)
    run = staged(content, profile)
    assert (run.created, run.updated) == (0, 0)
    assert run.unchanged + run.rejected == 152


def test_columns_that_nobody_mapped_are_named(profile, content):
    run = staged(content, profile)
    assert run.details["preview"]["unused"] == [
        "id", "published", "series_car_id", "category_id", "additional_category_ids", "owner",
        "availability", "image_asset_id",
    ]  # fmt: skip
