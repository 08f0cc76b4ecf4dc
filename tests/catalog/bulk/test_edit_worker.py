"""Bulk edits whose worker is killed or cancelled in the middle, and two at the same time."""

from contextlib import contextmanager
from functools import partial

import pytest
from django.db import connection

from audit.models import ChangeLogEntry
from catalog.bulk.services.edits.editing import create_bulk_edit
from catalog.bulk.services.edits.operations import Operation
from catalog.bulk.services.edits.starting import start_applying, start_undoing
from catalog.models import BulkChange, Product
from jobs.services.queueing import request_cancel
from tests.concurrency import held, wait_until_jobs_wait
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, FamilyAttributeFactory, ProductFactory
from tests.jobs.worker import wait_for_end

pytestmark = [pytest.mark.queue, pytest.mark.django_db(transaction=True)]

# A part has 1,000 products: the second part is a rest.
PART, PRODUCTS = 1_000, 1_100

_COPIES = """
INSERT INTO catalog_product (brand_id, family_id, part_number, sku, gtin, name, description, status,
    values, channel_values, live, has_unpublished_changes, expired, locked, created_at, updated_at)
SELECT brand_id, family_id, n, 'S' || n, '', name, '', status, values, '{{}}', live, false, false,
    false, now(), now()
FROM catalog_product, generate_series(1, {}) AS n
"""
_LAST_PRODUCT = "SELECT FROM catalog_product ORDER BY id DESC LIMIT 1 FOR UPDATE"


@pytest.fixture
def user():
    return UserFactory(is_superuser=True)


@pytest.fixture
def products():
    product = ProductFactory(values={"finish": "Matt", "other": "1"})
    for code in ("finish", "coating"):
        attribute = AttributeFactory(code=code)
        FamilyAttributeFactory(family=product.family, attribute=attribute)
    with connection.cursor() as cursor:
        cursor.execute(_COPIES.format(PRODUCTS - 1))


def bulk_edit(user, value="Gloss", code="finish"):
    operation = Operation(action="set", target=f"values.{code}", value=value)
    change = create_bulk_edit(
        products=Product.objects.all(), selection="", title="Gloss", operations=[operation],
        user=user,
    )  # fmt: skip
    assert wait_for_end(change.job).state == "succeeded"
    change.refresh_from_db()
    assert (change.state, change.counts["changed"]) == ("ready", PRODUCTS)
    return change


@contextmanager
def held_up_in_the_second_part():
    """An editor holds the last product; gives what waits until so many bulk edits wait for it."""
    with held(_LAST_PRODUCT) as editor:
        yield partial(wait_until_jobs_wait, editor, statement="%catalog_product WHERE id IN%")


def finishes():
    return [Product.objects.filter(values__finish=one).count() for one in ("Matt", "Gloss")]


def finished(start, change, user):
    job = start(change_id=change.pk, user=user).job
    assert wait_for_end(job).state == "succeeded", job.error
    change.refresh_from_db()


def test_a_killed_bulk_edit_goes_on_and_so_does_its_undo_when_it_is_killed(worker, products, user):
    values = list(Product.objects.order_by("pk").values_list("values", "channel_values"))
    history = Product.history.count()
    change = bulk_edit(user)

    with held_up_in_the_second_part() as wait_until_in_the_second_part:
        killed = start_applying(change_id=change.pk, user=user).job
        wait_until_in_the_second_part()
        worker.kill_jobs()
        change.refresh_from_db()
        assert (change.state, change.counts["changed"]) == ("applying", PART)
        assert finishes() == [PRODUCTS - PART, PART], "whole parts, and the change says so"
    assert wait_for_end(killed).state == "succeeded", "a lost job is run again"
    assert killed.attempts == 2
    change.refresh_from_db()
    assert (change.state, change.counts["changed"]) == ("applied", PRODUCTS)
    assert finishes() == [0, PRODUCTS]
    assert Product.history.count() == history + PRODUCTS, "each product was written once"
    log = ChangeLogEntry.objects.filter(source=f"bulk edit:{change.pk}", entity="catalog.product")
    assert log.count() == PRODUCTS

    edited = Product.objects.earliest("pk")
    edited.values = {**edited.values, "finish": "Satin"}
    edited.save()
    with held_up_in_the_second_part() as wait_until_in_the_second_part:
        cancelled = start_undoing(change_id=change.pk, user=user).job
        wait_until_in_the_second_part()
        request_cancel(job=cancelled)
        assert wait_for_end(cancelled).state == "cancelled"
    change.refresh_from_db()
    assert (change.state, change.counts["undone"]) == ("undoing", PART - 1)

    with held_up_in_the_second_part() as wait_until_in_the_second_part:
        killed = start_undoing(change_id=change.pk, user=user).job
        wait_until_in_the_second_part()
        worker.kill_jobs()
        change.refresh_from_db()
        assert (change.state, change.counts["undone"]) == ("undoing", PART - 1)
        assert finishes() == [PART - 1, PRODUCTS - PART], "nothing of a part is half restored"
    assert wait_for_end(killed).state == "succeeded", "a lost job is run again"
    change.refresh_from_db()
    assert (change.state, change.counts["undone"]) == ("undone", PRODUCTS - 1)
    assert change.rows.get(outcome="conflict").product_id == edited.pk
    assert Product.objects.earliest("pk").values["finish"] == "Satin"
    Product.objects.filter(pk=edited.pk).update(values=values[0][0])
    assert list(Product.objects.order_by("pk").values_list("values", "channel_values")) == values


def test_two_bulk_edits_of_the_same_products_at_once_both_count(worker, products, user):
    changes = [bulk_edit(user), bulk_edit(user, "Zinc", "coating")]
    with held_up_in_the_second_part() as wait_until_in_the_second_part:
        jobs = [start_applying(change_id=one.pk, user=user).job for one in changes]
        wait_until_in_the_second_part()
    assert [wait_for_end(job).state for job in jobs] == ["succeeded", "succeeded"]
    both = {"finish": "Gloss", "coating": "Zinc", "other": "1"}
    assert Product.objects.filter(values=both).count() == PRODUCTS
    finished(start_undoing, changes[0], user)
    assert Product.objects.filter(values={**both, "finish": "Matt"}).count() == PRODUCTS
    assert BulkChange.objects.get(pk=changes[0].pk).counts["conflicts"] == 0
