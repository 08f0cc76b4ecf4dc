"""What editors schedule is published and taken off by the worker."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from catalog.models import Product
from catalog.services.products import keep_live_version
from home.services.publishing import publish_what_is_due
from jobs.registry import scheduled_calls
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db
PAST = timezone.now() - timedelta(minutes=5)


def schedule(product: Product, **fields) -> None:
    """Publish a changed draft of the product with a time to go live, as the form does."""
    keep_live_version(product=product)
    for name, value in fields.items():
        setattr(product, name, value)
    product.save_revision(user=UserFactory()).publish()


def make_due(product: Product) -> None:
    """Let the scheduled time come."""
    for revision in product.revisions.filter(approved_go_live_at__isnull=False):
        revision.content["go_live_at"] = PAST.isoformat()
        product.revisions.filter(pk=revision.pk).update(
            approved_go_live_at=PAST, content=revision.content
        )


def test_a_draft_goes_live_when_its_time_has_come():
    product = ProductFactory(live=True, name="Old")
    schedule(product, name="New", go_live_at=timezone.now() + timedelta(days=1))
    assert publish_what_is_due() == 0
    assert Product.objects.get(pk=product.pk).name == "Old"
    make_due(product)
    assert publish_what_is_due() == 1
    changed = Product.objects.get(pk=product.pk)
    assert (changed.name, changed.live) == ("New", True)
    assert changed.history.first().history_change_reason == "schedule"
    assert publish_what_is_due() == 0


def test_a_product_is_taken_off_when_it_expires():
    product = ProductFactory(live=True)
    Product.objects.filter(pk=product.pk).update(expire_at=PAST)
    assert publish_what_is_due() == 1
    product.refresh_from_db()
    assert (product.live, product.expired) == (False, True)


def test_a_draft_that_the_database_refuses_holds_nobody_up_and_is_told_once():
    first, second = ProductFactory(live=True), ProductFactory(live=True, name="Old")
    later = timezone.now() + timedelta(days=1)
    schedule(first, sku="TAKEN", go_live_at=later)
    schedule(second, name="New", go_live_at=later)
    ProductFactory(sku="TAKEN")
    make_due(first)
    make_due(second)
    publish_what_is_due()
    assert Product.objects.get(pk=second.pk).name == "New"
    assert publish_what_is_due() == 0, "its schedule has ended"
    entry = ModelLogEntry.objects.get(action="catalog.publish.refused", object_id=first.pk)
    assert "The SKU “TAKEN” belongs to the product" in entry.message
    assert first.get_latest_revision_as_object().sku == "TAKEN", "the draft is kept"


def test_the_worker_looks_every_minute():
    call = scheduled_calls()["Publish what is due"]
    assert (call.function, call.cron) == ("home.jobs.publish_what_is_due", "* * * * *")
