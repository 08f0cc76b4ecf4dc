"""What editors schedule is published and taken off by the worker."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from catalog.models import Product
from console.postgresql.advisory_locks import AdvisoryLock
from home.models import HomePage
from home.services.publishing import publish_what_is_due
from jobs.registry import scheduled_calls
from tests.concurrency import another_connection, threads, wait_until_one_waits
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db
PAST = timezone.now() - timedelta(minutes=5)


def schedule(product: Product, **fields) -> None:
    """Publish a changed draft of the product with a time to go live, as the form does."""
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


def test_pages_are_published_and_taken_off_too():
    page = Page.objects.get(depth=1).add_child(instance=HomePage(title="Old", slug="parts"))
    page.title = "New"
    revision = page.save_revision()
    page.revisions.filter(pk=revision.pk).update(approved_go_live_at=PAST)
    assert publish_what_is_due() == 1
    assert HomePage.objects.get(pk=page.pk).title == "New"
    Page.objects.filter(pk=page.pk).update(expire_at=PAST)
    assert publish_what_is_due() == 1
    assert not HomePage.objects.get(pk=page.pk).live


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
    assert "The SKU “TAKEN” already belongs to the product" in entry.message
    assert first.get_latest_revision_as_object().sku == "TAKEN", "the draft is kept"


@pytest.mark.django_db(transaction=True)
class TestMeanwhile:
    """Somebody else is at it, too."""

    @pytest.fixture
    def expired(self):
        return ProductFactory(live=True, name="Old", expire_at=PAST)

    @pytest.fixture
    def due(self):
        product = ProductFactory(live=True, name="Old")
        schedule(product, name="New", go_live_at=timezone.now() + timedelta(days=1))
        make_due(product)
        return product

    def test_a_second_worker_leaves_it_to_the_first(self, expired, due):
        with another_connection() as other:
            other.execute("SELECT pg_advisory_xact_lock(%s, 0)", [AdvisoryLock.SCHEDULE.value])
            assert publish_what_is_due() == 0
        assert publish_what_is_due() == 2
        with another_connection() as other:
            [free] = other.execute(
                "SELECT pg_try_advisory_xact_lock(%s, 0)", [AdvisoryLock.SCHEDULE.value]
            ).fetchone()
        assert free, "whoever comes next is not kept out"

    @pytest.mark.parametrize("later", [None, timezone.now() + timedelta(days=1)])
    def test_what_does_not_expire_any_more_stays(self, expired, later):
        assert publishing_meanwhile(Product.objects.filter(pk=expired.pk), expire_at=later) == 0
        assert Product.objects.get(pk=expired.pk).live

    def test_an_edit_of_that_moment_is_kept(self, expired):
        assert publishing_meanwhile(Product.objects.filter(pk=expired.pk), name="Edited") == 1
        product = Product.objects.get(pk=expired.pk)
        assert (product.live, product.name) == (False, "Edited")

    def test_what_is_not_scheduled_any_more_is_not_published(self, due):
        waiting = due.revisions.filter(approved_go_live_at__isnull=False)
        assert publishing_meanwhile(waiting, approved_go_live_at=None) == 0
        assert Product.objects.get(pk=due.pk).name == "Old"


def publishing_meanwhile(rows: QuerySet, **fields) -> int:
    """What the worker has done that looked just before somebody changed `rows`."""
    with threads() as begin, transaction.atomic():
        rows.update(**fields)
        publishing = begin(publish_what_is_due)
        wait_until_one_waits()
    return publishing.result()


def test_the_worker_looks_every_minute():
    call = scheduled_calls()["Publish what is due"]
    assert (call.function, call.cron) == ("home.jobs.publish_what_is_due", "* * * * *")
