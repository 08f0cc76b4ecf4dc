"""What the undo of a bulk edit needs is kept for a while, and the page says until when."""

from datetime import timedelta

import pytest
from django.template.defaultfilters import date
from django.urls import reverse
from django.utils import timezone

from catalog.bulk.models import UNDO_KEPT_FOR
from catalog.bulk.services.changes.retention import forget_old_changes
from catalog.bulk.services.edits.starting import start_undoing
from catalog.models import Attribute, BulkChange, Product
from catalog.schema_changes.services.operations import plan_deletion
from catalog.schema_changes.services.running import start_undoing_schema_change
from jobs.exceptions import JobError
from jobs.models import Job
from jobs.registry import scheduled_calls
from tests.factories.accounts import UserFactory
from tests.factories.bulk_edits import applied, counted, undone
from tests.factories.catalog import AttributeFactory, ProductFactory

pytestmark = pytest.mark.django_db
RENAME = {"target": "name", "action": "set", "value": "New"}


def made_old(change: BulkChange, *, by: timedelta = timedelta(hours=1)) -> BulkChange:
    """As if it had been made and applied before the time for which it is kept, and `by` more."""
    then = timezone.now() - UNDO_KEPT_FOR - by
    Job.objects.filter(pk=change.job_id).update(state=Job.State.SUCCEEDED)
    BulkChange.objects.filter(pk=change.pk).update(
        created_at=then, applied_at=then if change.applied_at else None
    )
    change.refresh_from_db()
    return change


def page_of(client, change: BulkChange) -> str:
    return client.get(reverse("catalog_bulkchange:inspect", args=[change.pk])).content.decode()


def test_rows_of_old_changes_go_and_the_others_stay():
    ProductFactory.create_batch(2)
    old, young = made_old(applied(RENAME)), made_old(applied(RENAME), by=-timedelta(hours=1))
    abandoned, waiting = made_old(counted(RENAME)), counted(RENAME)
    assert forget_old_changes() == 4
    kept = [young, waiting]
    assert set(BulkChange.objects.exclude(rows=None)) == set(kept)
    states = {change: BulkChange.objects.get(pk=change.pk).state for change in (old, abandoned)}
    assert list(states.values()) == ["applied", "discarded"]
    assert forget_old_changes() == 0


def test_what_a_job_works_on_is_left():
    ProductFactory()
    change = made_old(applied(RENAME))
    Job.objects.filter(pk=change.job_id).update(state=Job.State.RUNNING)
    assert forget_old_changes() == 0


def test_the_page_says_until_when_and_afterwards_that_it_is_too_late(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    ProductFactory()
    change = applied(RENAME, user=user)
    until = date(timezone.localtime(change.undo_until))
    page = page_of(client, change)
    assert f"It can be undone until {until}." in page
    assert reverse("catalog_bulkchange:undo", args=[change.pk]) in page

    made_old(change)
    page = page_of(client, change)
    assert "The data needed to undo it has been deleted" in page
    assert reverse("catalog_bulkchange:undo", args=[change.pk]) not in page
    with pytest.raises(JobError, match="can be undone for 90 days"):
        start_undoing(change_id=change.pk, user=user)
    assert Product.objects.get().name == "New"


def test_what_is_undone_says_nothing_of_it(client):
    client.force_login(UserFactory(is_superuser=True))
    ProductFactory()
    assert "can be undone until" not in page_of(client, undone(applied(RENAME)))


def test_a_change_of_the_model_is_final_after_the_same_time():
    user, attribute = UserFactory(is_superuser=True), AttributeFactory()
    change = plan_deletion(attribute=attribute, user=user)
    BulkChange.objects.filter(pk=change.pk).update(state="applied", applied_at=timezone.now())
    made_old(BulkChange.objects.get(pk=change.pk))
    with pytest.raises(JobError, match="can be undone for 90 days"):
        start_undoing_schema_change(change=change, user=user)
    assert Attribute.objects.exists()


def test_the_rows_go_at_night():
    assert (
        scheduled_calls()["Forget old bulk edits"].function
        == "catalog.bulk.jobs.forget_old_changes"
    )
