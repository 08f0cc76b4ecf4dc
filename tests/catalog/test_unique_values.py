"""Unique attributes are unique in the database, whoever writes the products."""

import pytest
from django.db import IntegrityError, connection, transaction

from catalog.models import Attribute, Product, UniqueValue
from catalog.selectors.unique_values import holder_of, unique_clashes
from tests.factories.catalog import AttributeFactory, ProductFactory

pytestmark = pytest.mark.django_db


def unique(**fields) -> Attribute:
    return AttributeFactory(code="serial", label="Serial", is_unique=True, **fields)


def held() -> set[tuple]:
    return set(UniqueValue.objects.values_list("channel", "locale", "value", "product_id"))


def refused(write) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return str(caught.value)


def test_a_value_that_another_product_has_is_refused_with_both_products_named():
    attribute = unique()
    first = ProductFactory(sku="S-1", values={"serial": "Ab  1"})
    second = ProductFactory(sku="S-2")
    message = refused(
        lambda: Product.objects.filter(pk=second.pk).update(values={"serial": " ab 1"})
    )
    assert 'Serial must be unique: "ab 1" of the product S-2 belongs to the product S-1' in message
    assert holder_of(attribute, "AB 1", but=second.pk) == first
    assert holder_of(attribute, "AB 1", but=first.pk) is None


def test_hand_written_sql_meets_it_too_and_two_rows_of_one_statement_as_well():
    unique()
    ProductFactory.create_batch(2)

    def write():
        with connection.cursor() as cursor:
            cursor.execute("""UPDATE catalog_product SET values = '{"serial": "A1"}'""")

    assert "Serial must be unique" in refused(write)


def test_products_may_swap_their_values_in_one_statement_and_free_them():
    unique(type="number")
    first = ProductFactory(values={"serial": "1.50"})
    second = ProductFactory(values={"serial": "2"})
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_product AS one SET values = other.values FROM catalog_product other"
            " WHERE other.id <> one.id"
        )
    assert held() == {("", "", "2", first.pk), ("", "", "1.5", second.pk)}
    Product.objects.filter(pk=first.pk).update(values={})
    second.delete()
    assert held() == set()


def test_each_language_and_channel_has_values_of_its_own():
    unique(is_localizable=True, is_per_channel=True)
    product = ProductFactory(
        values={"serial": {"en": "A", "de": "A"}}, channel_values={"web": {"serial": {"en": "A"}}}
    )
    expected = {("", "en", "a"), ("", "de", "a"), ("web", "en", "a")}
    assert held() == {(*slot, product.pk) for slot in expected}


def test_setting_the_flag_enters_what_is_there_or_is_refused_with_the_clashes():
    attribute = AttributeFactory(code="serial", label="Serial")
    for sku in ("S-1", "S-2"):
        ProductFactory(sku=sku, values={"serial": "A1"})
    assert [(one.value, list(one.skus)) for one in unique_clashes(attribute, limit=5)] == [
        ("a1", ["S-1", "S-2"])
    ]
    attribute.is_unique = True
    assert "Serial must be unique" in refused(attribute.save)
    Product.objects.filter(sku="S-2").update(values={"serial": "A2"})
    attribute.save()
    assert {value for _channel, _locale, value, _pk in held()} == {"a1", "a2"}
    attribute.is_unique = False
    attribute.save()
    assert held() == set()


def test_where_no_attribute_is_unique_nothing_is_kept():
    AttributeFactory(code="serial")
    ProductFactory(values={"serial": "A1"})
    assert held() == set()
