"""Indexes of sortable attributes: made, used, dropped and mended by a job."""

import pytest
from django.db import connection

from audit.services.following import follow_pending
from catalog.listing.queries.ordering import value_orders
from catalog.listing.services.sort_indexes import (
    ARRANGE,
    arrange_indexes,
    arrange_soon,
    standing_indexes,
    wanted_indexes,
)
from catalog.models import Attribute, Product
from catalog.segments.compilation import segment_products
from jobs.models import Job
from jobs.progress import JobProgress
from tests.factories.catalog import AttributeFactory, ProductFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_index_is_left():
    yield
    Attribute.objects.all().delete()
    arrange_indexes(progress=JobProgress())
    assert standing_indexes() == {}


def arranged() -> dict[str, int]:
    return arrange_indexes(progress=JobProgress())


def plan(field: str, operator: str, value) -> str:
    """How the database finds the products of one condition, were the table large."""
    asked = {"conditions": [{"field": field, "operator": operator, "value": value}]}
    products = segment_products(asked).order_by().values("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        try:
            return products.explain()
        finally:
            cursor.execute("RESET enable_seqscan")


RANGES = [
    ({"type": "number"}, {"code": "12.70"}, ["12", "13"]),
    ({"type": "measure", "unit": "mm"}, {"code": {"amount": "1", "unit": "in"}}, ["25.4", "25.4"]),
    ({"type": "date"}, {"code": "2026-02-28"}, ["2026-02-01", "2026-03-01"]),
]


@pytest.mark.parametrize("has_variants", [False, True])
@pytest.mark.parametrize(("attribute", "values", "between"), RANGES)
def test_a_range_is_found_by_the_index_of_its_attribute(attribute, values, between, has_variants):
    AttributeFactory(code="code", is_sortable=True, **attribute)
    found = {ProductFactory(values=values)}
    ProductFactory(values={})
    if has_variants:
        found.add(ProductFactory(parent=next(iter(found))))
    assert arranged() == {"dropped": 0, "made": 1}
    (name,) = wanted_indexes()
    assert name in plan("values.code", "between", between)
    assert "Seq Scan" not in plan("values.code", "gt", between[0])
    asked = {"field": "values.code", "operator": "between", "value": between}
    assert set(segment_products({"conditions": [asked]})) == found


@pytest.mark.parametrize("kind", ["number", "text", "choice", "date"])
def test_the_order_of_an_attribute_is_walked_by_its_index(kind):
    AttributeFactory(code="code", type=kind, is_sortable=True)
    arranged()
    (name,), (order,) = wanted_indexes(), value_orders().values()
    products = Product.objects.filter(**{"pk__gt": 0}).annotate(held=order.key())
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off; SET enable_sort = off")
        having = products.filter(held__isnull=False).order_by("-held", "-pk").values("pk")
        explained = having.explain()
        cursor.execute("RESET enable_seqscan; RESET enable_sort")
    assert f"Index Scan Backward using {name}" in explained
    assert "Sort" not in explained.replace(name, "")


def test_a_localizable_attribute_has_an_index_for_each_language(settings):
    AttributeFactory(code="code", type="text", is_localizable=True, is_sortable=True)
    assert arranged()["made"] == len(settings.LANGUAGES)


def test_what_cannot_be_compared_may_stand_in_a_value():
    AttributeFactory(code="code", type="number", is_sortable=True)
    AttributeFactory(code="words", type="text", is_sortable=True)
    values = [{"code": "a lot"}, {"code": ["x"]}, {"code": {"a": 1}}, {"words": "ß" * 9000}, {}]
    for stored in values:
        ProductFactory(values=stored)
    arranged()
    ProductFactory(values={"code": "1" * 40, "words": "é" * 9000})
    asked = {"field": "values.code", "operator": "gt", "value": "5"}
    assert segment_products({"conditions": [asked]}).count() == 1


def test_the_flag_makes_an_index_and_its_loss_drops_it():
    attribute = AttributeFactory(code="code", type="number", is_sortable=True)
    follow_pending()
    job = Job.objects.get(kind=ARRANGE)
    assert arrange_soon() == job
    arranged()
    job.delete()
    assert list(standing_indexes().values()) == [True]
    assert arrange_soon() is None
    attribute.type, attribute.unit = "measure", "mm"
    attribute.save()
    assert arranged() == {"dropped": 1, "made": 1}
    attribute.is_sortable = False
    attribute.save()
    assert arranged() == {"dropped": 1, "made": 0}


def test_an_index_that_was_left_half_made_is_made_anew():
    AttributeFactory(code="code", type="number", is_sortable=True)
    arranged()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass",
            [next(iter(wanted_indexes()))],
        )
    assert arrange_soon() is not None
    assert arranged() == {"dropped": 1, "made": 1}
    assert list(standing_indexes().values()) == [True]
