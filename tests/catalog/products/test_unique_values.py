"""Unique attributes are unique in the database, whoever writes the products."""

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.types.json import Jsonb

from catalog.models import Attribute, Product, UniqueValue
from catalog.products.queries.unique_values import holder_of, unique_clashes
from tests.concurrency import another_connection, threads, wait_until_one_waits
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
    assert 'Serial must be unique: " ab 1" of the product S-2 belongs to the product S-1' in message
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


SAME_MEASURES = [
    ({"amount": "25.4", "unit": "mm"}, {"amount": "1", "unit": "in"}),
    ({"amount": "25.40", "unit": "mm"}, {"amount": "2.54", "unit": "cm"}),
    ({"amount": "12.70", "unit": "mm"}, {"amount": "12.7", "unit": "mm"}),
]


@pytest.mark.parametrize(("one", "other"), SAME_MEASURES)
def test_measures_are_compared_by_what_they_measure(one, other):
    attribute = unique(type="measure", unit="mm")
    first = ProductFactory(sku="S-1", values={"serial": one})
    second = ProductFactory(sku="S-2", values={"serial": {"amount": "1", "unit": "mm"}})
    message = refused(lambda: Product.objects.filter(pk=second.pk).update(values={"serial": other}))
    assert "belongs to the product S-1" in message
    assert holder_of(attribute, other, but=second.pk) == first
    attribute.unit = "in"
    attribute.save()
    assert {value.rpartition(" ")[2] for _channel, _locale, value, _pk in held()} == {"in"}


@pytest.mark.parametrize(
    ("type", "one", "other"),
    [
        ("url", "https://example.com/A", "https://example.com/a"),
        ("choice", "M", "m"),
        ("date", "2026-02-28", "2026-03-01"),
        ("product", "KIT-1", "kit-1"),
        ("asset", 1, 11),
        ("text", "90.750", "90.75"),
    ],
)
def test_what_differs_for_its_type_is_no_clash(type, one, other):
    attribute = unique(type=type)
    first = ProductFactory(values={"serial": one})
    second = ProductFactory(values={"serial": other})
    assert holder_of(attribute, one, but=None) == first
    assert holder_of(attribute, other, but=None) == second


@pytest.mark.parametrize(
    ("type", "stored", "written"),
    [
        ("text", "Straße  1", "Straße  1"),
        ("text", "ab " * 60, ("ab " * 60)[:100] + "…"),
        ("measure", {"amount": "1.0", "unit": "in"}, "1.0 in"),
    ],
)
def test_a_clash_names_the_value_as_it_was_written(type, stored, written):
    attribute = unique(type=type, unit="mm" if type == "measure" else "")
    ProductFactory(sku="S-1", values={"serial": stored})
    message = refused(lambda: ProductFactory(sku="S-2", values={"serial": stored}))
    assert f'"{written}" of the product S-2' in message
    Attribute.objects.filter(pk=attribute.pk).update(is_unique=False)
    Product.objects.create(
        sku="S-2",
        part_number="S-2",
        brand=Product.objects.get().brand,
        family=Product.objects.get().family,
        name="S-2",
        values={"serial": stored},
    )
    assert [clash.value for clash in unique_clashes(attribute, limit=5)] == [written]


def test_numbers_are_compared_by_their_size():
    unique(type="number")
    ProductFactory(values={"serial": "12.70"})
    other = ProductFactory()
    values = {"serial": "12.7"}
    assert "Serial must be unique" in refused(
        lambda: Product.objects.filter(pk=other.pk).update(values=values)
    )


def test_the_clashes_that_are_told_beforehand_are_those_of_the_amounts():
    attribute = AttributeFactory(code="serial", label="Serial", type="measure", unit="mm")
    for sku, stored in zip(("S-1", "S-2"), SAME_MEASURES[0], strict=True):
        ProductFactory(sku=sku, values={"serial": stored})
    [clash] = unique_clashes(attribute, limit=5)
    assert (clash.value, list(clash.skus)) == ("25.4 mm", ["S-1", "S-2"])


@pytest.mark.django_db(transaction=True)
def test_two_transactions_at_once_cannot_both_have_the_same_measure():
    unique(type="measure", unit="mm")
    first, second = ProductFactory(sku="S-1"), ProductFactory(sku="S-2")
    stored = [Jsonb({"serial": one}) for one in SAME_MEASURES[0]]

    def write():
        return refused(lambda: Product.objects.filter(pk=second.pk).update(values=stored[1].obj))

    a_write = "UPDATE catalog_product SET values = %s WHERE id = %s"
    with threads() as begin:
        with another_connection() as one:
            one.execute(a_write, [stored[0], first.pk])
            waiting = begin(write)
            wait_until_one_waits(one)
        assert "of the product S-2 belongs to the product S-1" in waiting.result()
    assert UniqueValue.objects.get().product_id == first.pk


def test_each_language_and_channel_has_values_of_its_own():
    unique(is_localizable=True, is_per_channel=True)
    product = ProductFactory(
        values={"serial": {"en": "A", "de": "A"}}, channel_values={"web": {"serial": {"en": "A"}}}
    )
    expected = {("", "en", "A"), ("", "de", "A"), ("web", "en", "A")}
    assert held() == {(*slot, product.pk) for slot in expected}


def test_setting_the_flag_enters_what_is_there_or_is_refused_with_the_clashes():
    attribute = AttributeFactory(code="serial", label="Serial")
    for sku in ("S-1", "S-2"):
        ProductFactory(sku=sku, values={"serial": "A1"})
    assert [(one.value, list(one.skus)) for one in unique_clashes(attribute, limit=5)] == [
        ("A1", ["S-1", "S-2"])
    ]
    attribute.is_unique = True
    assert "Serial must be unique" in refused(attribute.save)
    Product.objects.filter(sku="S-2").update(values={"serial": "A2"})
    attribute.save()
    assert {value for _channel, _locale, value, _pk in held()} == {"A1", "A2"}
    attribute.is_unique = False
    attribute.save()
    assert held() == set()


def test_where_no_attribute_is_unique_nothing_is_kept():
    AttributeFactory(code="serial")
    ProductFactory(values={"serial": "A1"})
    assert held() == set()
