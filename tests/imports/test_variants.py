"""Rows that would leave variants alike, or without what tells them apart, are rejected alone."""

import pytest

from catalog.models import Attribute, FamilyAttribute, Product
from tests.factories.catalog import (
    AttributeFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)
from tests.factories.imports import ImportProfileFactory, applied

pytestmark = pytest.mark.django_db


@pytest.fixture
def blades(brand, family):
    """A parent with three variants by length; one of them has no length yet."""
    FamilyAttribute.objects.filter(attribute__code="length").update(is_variant_axis=True)
    model = ProductFactory(sku="BLADE", brand=brand, family=family)
    for sku, amount in [("B-400", "400"), ("B-500", "500"), ("B-NEW", None), ("B-600", "600")]:
        values = {"length": {"amount": amount, "unit": "mm"}} if amount else {}
        ProductFactory(
            sku=sku, name="Blade", brand=brand, parent=model, family=family, values=values
        )
    return model


@pytest.fixture
def profile(brand):
    return ImportProfileFactory(default_brand=brand)


def lengths():
    found = Product.objects.filter(parent__isnull=False).values_list("sku", "values__length")
    return {sku: length and f"{length['amount']} {length['unit']}" for sku, length in found}


def test_rows_of_variants_that_would_be_alike_are_rejected_and_the_others_imported(
    blades, profile, rejects
):
    run = applied(
        "sku,length,finish\nB-400,45 cm,\nB-500,450.0,\nB-NEW,60 cm,\nB-600,,Zinc\nBLADE,,Zinc\n",
        profile,
    )
    assert rejects(run) == {
        3: "Row 2 already gives another variant of this product the same values.",
        4: "The variant B-600 of the same product already has these values.",
    }
    assert (run.updated, run.rejected) == (3, 2)
    assert lengths() == {"B-400": "45 cm", "B-500": "500 mm", "B-NEW": None, "B-600": "600 mm"}
    assert Product.objects.get(sku="B-600").values["finish"] == "Zinc"


def test_a_variant_without_what_tells_it_apart_is_rejected(blades, profile, rejects):
    run = applied("sku,finish\nB-NEW,Zinc\nB-400,Zinc\n", profile)
    assert rejects(run) == {2: "A variant needs its own value for: Length."}
    run = applied("sku,finish,length\nB-NEW,Zinc,70 cm\n", profile)
    assert (run.updated, rejects(run)) == (1, {})


def test_two_variants_do_not_swap_their_values_in_one_file(blades, profile, rejects):
    """Which is written first is not known, so both keep what they have."""
    run = applied("sku,length\nB-400,500\nB-500,400\n", profile)
    assert list(rejects(run)) == [2, 3]
    assert lengths()["B-400"] == "400 mm"


def test_a_family_that_does_not_tell_the_variants_apart_is_rejected(
    blades, brand, profile, rejects
):
    wipers = FamilyFactory(code="wiper", label="Wipers")
    side = AttributeFactory(code="side", type=Attribute.Type.TEXT)
    FamilyAttributeFactory(family=wipers, attribute=side, is_variant_axis=True)
    for sku in ("B-400", "B-500"):
        variant = Product.objects.get(sku=sku)
        variant.values["side"] = "left"
        variant.save()
    run = applied("sku,family\nBLADE,wiper\nB-600,wiper\n", profile)
    told = rejects(run)
    assert told[2].startswith(
        "In this family, the variants B-400, B-500 would have the same values"
    )
    assert told[3].startswith("A variant has the family of its parent product.")
    assert set(Product.objects.values_list("family__code", flat=True)) == {"brake_pad"}


def test_variants_follow_the_row_of_their_model_into_a_family_without_axes(
    blades, brand, profile, rejects
):
    FamilyFactory(code="wiper", label="Wipers")
    run = applied("sku,family\nBLADE,wiper\n", profile)
    assert (run.updated, rejects(run)) == (1, {})
    assert set(Product.objects.values_list("family__code", flat=True)) == {"wiper"}
    assert Product.objects.get(sku="B-400").history.first().family.code == "wiper"
