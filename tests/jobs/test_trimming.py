"""What has ended long ago is deleted at night; what waits or runs never is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_q.models import Task

from feeds.models import FeedRun
from jobs.models import Job
from jobs.services.trimming import trim_jobs, trim_messages
from tests.factories.feeds import FeedFactory
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=100)


def test_old_finished_jobs_go_with_their_logs_and_leave_what_they_made():
    old = JobFactory(state="failed", finished_at=LONG_AGO)
    feed_run = FeedRun.objects.create(feed=FeedFactory(), job=old)
    old.log.create(text="It went wrong")
    waiting = JobFactory(state="queued")
    running = JobFactory(state="running")
    fresh = JobFactory(state="succeeded", finished_at=timezone.now())
    assert trim_jobs() == 1
    assert set(Job.objects.all()) == {waiting, running, fresh}
    feed_run.refresh_from_db()
    assert feed_run.job is None


def test_of_many_jobs_the_newest_stay():
    jobs = [JobFactory(state="succeeded", finished_at=timezone.now()) for _ in range(5)]
    waiting = JobFactory(state="queued")
    assert trim_jobs(most=3) == 3
    assert set(Job.objects.all()) == {*jobs[3:], waiting}


def test_messages_of_long_ago_go():
    for stopped in (timezone.now() - timedelta(days=15), timezone.now()):
        Task.objects.create(
            id=uuid4().hex, name="run", func="jobs.runner.run_job", started=stopped, stopped=stopped
        )
    assert trim_messages() == 1
    assert Task.objects.count() == 1
