"""Two versions of a product, compared in words."""

import pytest

from catalog.models import Attribute, AttributeOption
from catalog.revisions.queries.differences.comparing import Difference, content_differences
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    ChannelFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = pytest.mark.django_db


def texts(before: dict, after: dict) -> dict[str, tuple[str, str]]:
    return {
        difference.label: (difference.before, difference.after)
        for difference in content_differences(before, after)
    }


def test_columns_are_named_and_references_and_choices_are_in_words():
    old, new = BrandFactory(name="Acme"), BrandFactory(name="Bolt")
    product = ProductFactory(brand=old, name="Pad", status="active", live=True)
    before = product.serializable_data()
    product.brand, product.name, product.status = new, "Pads", "phase_out"
    assert texts(before, product.serializable_data()) == {
        "Brand": ("Acme", "Bolt"),
        "Name": ("Pad", "Pads"),
        "Life cycle": ("Active", "Phasing out"),
    }


def test_a_record_that_is_gone_is_said_to_be():
    product = ProductFactory()
    before = product.serializable_data() | {"category": 987654}
    after = before | {"category": None}
    assert texts(before, after) == {"Main category": ("(deleted, ID 987654)", "")}


def test_values_show_labels_units_languages_and_channels():
    ChannelFactory(code="web", name="Web shop")
    material = AttributeFactory(code="material", label="Material", type=Attribute.Type.CHOICE)
    AttributeOption.objects.create(attribute=material, code="steel", label="Steel")
    AttributeFactory(code="width", label="Width", type=Attribute.Type.MEASURE, unit="mm")
    AttributeFactory(code="title", label="Title", is_localizable=True, is_per_channel=True)
    AttributeFactory(code="coated", label="Coated", type=Attribute.Type.BOOLEAN)
    product = ProductFactory()
    before = product.serializable_data()
    product.values = {
        "coated": False,
        "material": "steel",
        "width": {"amount": "12.70", "unit": "mm"},
        "title": {"de": "Belag"},
    }
    product.channel_values = {"web": {"title": {"en": "Pad"}}}
    assert texts(before, product.serializable_data()) == {
        "Coated": ("", "No"),
        "Material": ("", "Steel"),
        "Width": ("", "12.70 mm"),
        "Title (German)": ("", "Belag"),
        "Title (English, Web shop)": ("", "Pad"),
    }


def test_rows_are_added_changed_and_removed():
    model = VehicleModelFactory(name="Civic", make=VehicleMakeFactory(name="Honda"))
    product = ProductFactory()
    FitmentFactory(product=product, model=model, position="front")
    price = PriceFactory(
        product=product, price_list=PriceListFactory(name="Retail"), amount="9.0000"
    )
    price.refresh_from_db()
    before = product.serializable_data()
    after = product.serializable_data()
    after["fitments"] = []
    after["prices"] = [before["prices"][0] | {"amount": "9.5000"}]
    after["interchanges"] = [{"pk": None, "brand_name": "Other", "number": "77"}]
    found = content_differences(before, after)
    assert [(one.kind, one.label, one.before, one.after) for one in found] == [
        ("removed", "Fitment", "2010–2015 Honda Civic, front", ""),
        ("changed", "Price", "Retail (USD): $9.00, from 1", "Retail (USD): $9.50, from 1"),
        ("added", "Interchange number", "", "Other 77"),
    ]


def test_further_categories_are_compared_one_by_one_whatever_their_order():
    one, two = CategoryFactory(name="One"), CategoryFactory(name="Two")
    before = ProductFactory().serializable_data() | {"additional_categories": [one.pk, two.pk]}
    assert content_differences(before, before | {"additional_categories": [two.pk, one.pk]}) == []
    assert content_differences(before, before | {"additional_categories": [one.pk]}) == [
        Difference(f"additional_categories.{two.pk}", "Further category", "Two", "")
    ]


def test_what_a_version_does_not_record_is_no_difference():
    product = ProductFactory()
    FitmentFactory(product=product)
    full = product.serializable_data()
    partial = {"name": full["name"], "values": {}}
    assert content_differences(full, partial) == []


def test_the_queries_do_not_grow_with_the_rows(django_assert_max_num_queries):
    product = ProductFactory()
    before = product.serializable_data()
    for _number in range(6):
        FitmentFactory(product=product)
    after = ProductFactory._meta.model.objects.get(pk=product.pk).serializable_data()
    content_differences(before, after)
    with django_assert_max_num_queries(10):
        assert len(content_differences(before, after)) == 6
