"""Bulk edits in review with a real worker: killed on the way, and decided by two at once."""

import pytest
from django.db import transaction

from catalog.bulk.services.approvals.deciding import approve_bundle, send_back_bundle
from catalog.bulk.services.approvals.sending import start_sending
from catalog.models import Product
from jobs.exceptions import JobError
from tests.catalog.bulk.test_edit_worker import (
    PART,
    PRODUCTS,
    bulk_edit,
    finishes,
    held_up_in_the_second_part,
    products,
)
from tests.concurrency import threads, wait_until_one_waits
from tests.factories.bulk_approvals import person, sent
from tests.jobs.worker import wait_for_end

pytestmark = [pytest.mark.queue, pytest.mark.django_db(transaction=True)]

__all__ = ["products"]


def test_an_approved_bulk_edit_whose_job_is_killed_goes_on(worker, products):
    editor, reviewer = person("editor"), person("reviewer")
    change = bulk_edit(editor)
    job = start_sending(change_id=change.pk, user=editor).job
    assert wait_for_end(job).state == "succeeded", job.error
    change.refresh_from_db()
    assert (change.state, finishes()) == ("waiting", [PRODUCTS, 0])

    with held_up_in_the_second_part() as wait_until_in_the_second_part:
        killed = approve_bundle(change_id=change.pk, user=reviewer).job
        wait_until_in_the_second_part()
        worker.kill_jobs()
        change.refresh_from_db()
        assert (change.state, change.counts["changed"]) == ("applying", PART)
    assert wait_for_end(killed).state == "succeeded", "a lost job is run again"
    change.refresh_from_db()
    assert (change.state, change.counts["changed"], finishes()) == (
        "applied", PRODUCTS, [0, PRODUCTS],
    )  # fmt: skip
    assert change.steps.get().decided_by == reviewer
    assert set(Product.history.values_list("history_user", flat=True)) >= {editor.pk}


def test_of_two_reviewers_at_once_the_second_is_told_who_was_first(products):
    first, second = person("reviewer", username="first"), person("reviewer", username="second")
    gloss = {"target": "values.finish", "action": "set", "value": "Gloss"}
    some = Product.objects.filter(sku__in=["S1", "S2"])
    change = sent(gloss, user=person("editor"), products=some)
    with threads() as begin:
        with transaction.atomic():
            approve_bundle(change_id=change.pk, user=first)
            late = begin(lambda: send_back_bundle(change_id=change.pk, user=second, comment="No"))
            wait_until_one_waits()
        with pytest.raises(JobError, match="first has decided about it just now"):
            late.result()
    change.refresh_from_db()
    assert (change.state, change.job.started_by) == ("waiting", first)
