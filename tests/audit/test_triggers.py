"""Every write of the catalog reaches the change log, however it is made."""

import pytest
from django.db import connection

from audit.models import ChangeLogEntry
from audit.services import acting_as
from catalog.models import Brand, Product
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db


def logged(entity: str) -> list[tuple]:
    entries = ChangeLogEntry.objects.filter(entity=entity).order_by("id")
    return list(entries.values_list("entity_id", "part", "action"))


def test_a_saved_product_is_logged_as_created_then_updated_then_deleted():
    product = ProductFactory()
    pk = product.pk
    product.name = "Another name"
    product.save()
    Product.objects.filter(pk=pk).delete()
    assert logged("catalog.product") == [
        (pk, "", "created"),
        (pk, "", "updated"),
        (pk, "", "deleted"),
    ]


def test_plain_sql_is_logged_once_for_each_row_that_really_changes():
    brands = [ProductFactory().brand for _ in range(3)]
    ChangeLogEntry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_brand SET website = CASE WHEN id = %s THEN website ELSE 'x' END",
            [brands[0].pk],
        )
    assert sorted(logged("catalog.brand")) == [
        (brands[1].pk, "", "updated"),
        (brands[2].pk, "", "updated"),
    ]


def test_a_part_of_a_product_is_logged_as_an_update_of_the_product():
    product = ProductFactory()
    ChangeLogEntry.objects.all().delete()
    PriceFactory(product=product, price_list=PriceListFactory())
    assert logged("catalog.product") == [(product.pk, "prices", "updated")]


def test_the_log_says_who_acted_and_by_what_way():
    with acting_as(user_id=7, source="import:12"):
        Brand.objects.create(name="Acme", slug="acme")
    Brand.objects.create(name="Other", slug="other")
    entries = ChangeLogEntry.objects.filter(entity="catalog.brand").order_by("id")
    assert list(entries.values_list("user_id", "source")) == [(7, "import:12"), (None, "")]
