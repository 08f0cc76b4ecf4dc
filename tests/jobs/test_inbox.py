"""Failed jobs in the inbox of whoever started them."""

import pytest
from django.utils import timezone

from console.inbox.registry import Decision
from jobs.inbox import FailedJobs
from jobs.models import Job
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def failed(user):
    return Job.objects.create(
        kind="tests.count",
        title="Count",
        state=Job.State.FAILED,
        started_by=user,
        finished_at=timezone.now(),
        error="The disk is full.",
    )


def decide(job, user, decision):
    return FailedJobs().decide(keys=[str(job.pk), "x"], decision=decision, comment="", user=user)


def test_a_failed_job_waits_for_whoever_started_it_until_it_is_dismissed():
    user = UserFactory(is_superuser=True)
    job = failed(user)
    assert list(FailedJobs().waiting(user)) == [job]
    assert decide(job, user, Decision.DISMISS).decided == 1
    assert not FailedJobs().waiting(user).exists()
    assert decide(job, user, Decision.DISMISS).failed == [
        (str(FailedJobs.label), "It is no longer waiting for you.")
    ]


def test_a_failed_job_is_run_again():
    user = UserFactory(is_superuser=True)
    job = failed(user)
    assert decide(job, user, Decision.RETRY).decided == 1
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_the_failed_job_of_another_is_not_decided():
    job = failed(UserFactory())
    assert decide(job, UserFactory(), Decision.DISMISS).decided == 0
