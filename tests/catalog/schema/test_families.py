"""Families and their variants: what the database holds, whoever writes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from catalog.models import Attribute, AttributeOption, FamilyAttribute, Product
from catalog.schema.services.families import FamilyRow, save_family_attributes
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db
Type = Attribute.Type


@pytest.fixture
def colour():
    attribute = AttributeFactory(code="colour", type=Type.CHOICE)
    for code in ("red", "blue"):
        AttributeOption.objects.create(attribute=attribute, code=code, label=code.title())
    return attribute


@pytest.fixture
def family(colour):
    family = FamilyFactory()
    length = AttributeFactory(code="length", type=Type.MEASURE, unit="mm")
    rows = [FamilyRow(colour, is_axis=True), FamilyRow(length, is_axis=True)]
    save_family_attributes(family=family, rows=rows)
    return family


def variant(parent, colour, amount, **fields):
    values = {"colour": colour, "length": {"amount": amount, "unit": "mm"}}
    return ProductFactory(parent=parent, values=values, **{"family": parent.family, **fields})


def test_rows_keep_their_keys_when_order_and_channels_change(family, colour):
    before = dict(FamilyAttribute.objects.values_list("attribute__code", "pk"))
    channel = ChannelFactory()
    length = Attribute.objects.get(code="length")
    rows = [FamilyRow(length, frozenset({channel.pk})), FamilyRow(colour)]
    save_family_attributes(family=family, rows=rows)
    links = FamilyAttribute.objects.order_by("sort_order")
    assert {link.attribute.code: link.pk for link in links} == before
    assert [(link.attribute.code, link.is_variant_axis) for link in links] == [
        ("length", False),
        ("colour", False),
    ]
    assert [list(link.required_for.values_list("pk", flat=True)) for link in links] == [
        [channel.pk],
        [],
    ]
    save_family_attributes(family=family, rows=rows[:1])
    assert FamilyAttribute.objects.get().attribute == length


@pytest.mark.parametrize(
    "attributes",
    [
        [{"type": Type.TEXT, "is_localizable": True}],
        [{"type": Type.LONG_TEXT}],
        [{"type": Type.TEXT}] * 6,
    ],
)
def test_axes_are_few_and_the_same_in_every_language(attributes):
    rows = [FamilyRow(AttributeFactory(**fields), is_axis=True) for fields in attributes]
    with pytest.raises(ValidationError, match="differ"):
        save_family_attributes(family=FamilyFactory(), rows=rows)


def test_siblings_differ_in_the_axes_however_numbers_are_written(family):
    parent = ProductFactory(family=family)
    variant(parent, "red", "12.70")
    with pytest.raises(IntegrityError, match="have the same values"), transaction.atomic():
        variant(parent, "red", "12.7")
    other = variant(parent, "red", "13")
    variant(ProductFactory(family=family), "red", "12.7")
    ProductFactory(family=family, parent=parent, values={"colour": "red"})
    ProductFactory(family=family, parent=parent, values={"colour": "red"})
    with (
        pytest.raises(IntegrityError, match="have the same values"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE catalog_product SET values = jsonb_set(values, '{length,amount}', '\"12.700\"')"
            " WHERE id = %s",
            [other.pk],
        )


def test_an_axis_is_kept_where_variants_would_be_the_same_without_it(family, colour):
    parent = ProductFactory(family=family, sku="PARENT")
    variant(parent, "red", "1")
    variant(parent, "red", "2")
    with pytest.raises(ValidationError, match="2 variants of PARENT would be identical"):
        save_family_attributes(family=family, rows=[FamilyRow(colour, is_axis=True)])


def test_a_variant_has_no_variants(family):
    parent = ProductFactory(family=family)
    child = variant(parent, "red", "1")
    with pytest.raises(IntegrityError, match="no variants of their own"), transaction.atomic():
        variant(child, "red", "2")
    with pytest.raises(IntegrityError, match="no variants of their own"), transaction.atomic():
        Product.objects.filter(pk=parent.pk).update(parent=ProductFactory())


def test_variants_follow_the_family_of_their_parent_with_history(family):
    parent, elsewhere = ProductFactory(family=family), FamilyFactory()
    child = variant(parent, "red", "1", family=elsewhere)
    assert Product.objects.get(pk=child.pk).family == family
    Product.objects.filter(pk=parent.pk).update(family=elsewhere)
    assert Product.objects.get(pk=child.pk).family == elsewhere
    assert child.history.first().family_id == elsewhere.pk
    Product.objects.filter(pk=child.pk).update(family=family)
    assert Product.objects.get(pk=child.pk).family == elsewhere
