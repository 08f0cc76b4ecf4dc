"""Imports of products that somebody else writes at the same moment."""

from functools import partial

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction

from catalog.models import Product
from catalog.products.locks import lock_product
from imports.services import apply_run
from jobs.exceptions import JobError
from jobs.progress import JobProgress
from tests.concurrency import another_connection, threads, wait_until_one_waits
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory
from tests.factories.imports import ImportProfileFactory, staged

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def profile(brand, family):
    return ImportProfileFactory(default_brand=brand, default_family=family)


@pytest.fixture
def product(brand, family):
    return ProductFactory(sku="S1", name="Old", brand=brand, family=family, live=True)


def applying(run, user=None):
    """What a worker does with the run."""
    return partial(apply_run, run_id=run.pk, progress=JobProgress(), user_id=user and user.pk)


def test_a_draft_that_is_saved_while_the_import_waits_takes_its_values(profile, product):
    run = staged("sku,name\nS1,New\n", profile)
    with threads() as begin, transaction.atomic():
        draft = lock_product(product.pk)
        draft.description = "Editor's text"
        draft.save_revision()
        importing = begin(applying(run))
        wait_until_one_waits()
    importing.result()
    product = Product.objects.get()
    latest = product.get_latest_revision_as_object()
    assert (product.name, product.has_unpublished_changes) == ("New", True)
    assert (latest.name, latest.description) == ("New", "Editor's text")


def test_a_product_that_is_published_while_the_import_waits_needs_the_right_to(profile, product):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename="change_product"))
    Product.objects.update(live=False)
    run = staged("sku,name\nS1,New\n", profile)
    with threads() as begin, transaction.atomic():
        Product.objects.update(live=True)
        importing = begin(applying(run, user))
        wait_until_one_waits()
    with pytest.raises(JobError, match="you do not have permission to publish"):
        importing.result()
    assert Product.objects.get().name == "Old"


def test_a_product_that_is_merged_while_the_import_waits_is_refused(profile, product):
    kept = ProductFactory(sku="KEPT", brand=product.brand, family=product.family)
    run = staged("sku,name\nS1,New\n", profile)
    with threads() as begin, transaction.atomic():
        Product.objects.filter(pk=product.pk).update(merged_into=kept, live=False)
        importing = begin(applying(run))
        wait_until_one_waits()
    assert importing.result()["rejected"] == 1
    assert Product.objects.get(sku="S1").name == "Old"


def test_products_that_the_import_leaves_as_they_are_are_not_waited_for(profile, product):
    ProductFactory(sku="S2", name="Same", brand=product.brand, family=product.family)
    run = staged("sku,name\nS1,New\nS2,Same\n", profile)
    with threads() as begin, another_connection() as other:
        other.execute("SELECT FROM catalog_product WHERE sku = 'S2' FOR UPDATE")
        assert begin(applying(run)).result(60) == {
            "rows": 2, "created": 0, "updated": 1, "unchanged": 1, "rejected": 0,
        }  # fmt: skip
