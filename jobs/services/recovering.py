import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext as _
from django_q.brokers import get_broker

from jobs.models import Job

from .queueing import enqueue_on_commit

logger = logging.getLogger(__name__)

LOST_AFTER = timedelta(seconds=30)
MAX_ATTEMPTS = 2

_AS_QUEUED = {
    "state": Job.State.QUEUED,
    "worker": "",
    "done": 0,
    "total": None,
    "message": "",
    "started_at": None,
}


def recover_stale_jobs() -> None:
    """Deal with running jobs whose worker is dead: run again once, then fail; or cancel."""
    stale_after = timedelta(seconds=settings.JOB_STALE_SECONDS)
    stale = Job.objects.filter(
        state=Job.State.RUNNING, heartbeat_at__lt=Now() - stale_after
    ).order_by("pk")
    for job in stale:
        _recover(job)


def requeue_lost_jobs() -> None:
    """Send waiting jobs to the queue again if their message was lost with a process.

    Only while the queue is empty, as otherwise they may just be waiting. A message too many
    does no harm: it finds its job taken.
    """
    lost = Job.objects.filter(state=Job.State.QUEUED, heartbeat_at__lt=Now() - LOST_AFTER)
    if not lost.exists() or get_broker().queue_size():
        return
    for job in lost.order_by("pk"):
        _requeue(Job.objects.filter(pk=job.pk, heartbeat_at=job.heartbeat_at), job)


def requeue_jobs_of_worker(name: str) -> None:
    """Send the running jobs of a worker that was stopped in order back to the queue.

    A stop is no failure of the job, so the attempt does not count.
    """
    for job in Job.objects.filter(state=Job.State.RUNNING, worker__startswith=f"{name}:"):
        if job.cancel_requested:
            _recover(job)
        else:
            _requeue(_as_claimed(job), job, attempts=Greatest(F("attempts") - 1, 0))


def _as_claimed(job: Job) -> QuerySet[Job]:
    """The job if it is still running under the same claim."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, worker=job.worker)


def _recover(job: Job) -> None:
    stale = _as_claimed(job).filter(heartbeat_at=job.heartbeat_at)
    if job.cancel_requested:
        stale.update(state=Job.State.CANCELLED, finished_at=Now())
    elif job.attempts < MAX_ATTEMPTS:
        logger.warning("Job %s lost its worker and is run again", job.pk)
        _requeue(stale, job)
    else:
        logger.error("Job %s lost its worker %s times and is given up", job.pk, job.attempts)
        error = _(
            "The worker running this job stopped unexpectedly twice. Retry the job when you are "
            "ready."
        )
        stale.update(state=Job.State.FAILED, finished_at=Now(), error=error)


@transaction.atomic
def _requeue(still_the_same: QuerySet[Job], job: Job, **columns) -> None:
    if still_the_same.update(**_AS_QUEUED, heartbeat_at=Now(), **columns):
        enqueue_on_commit(job.pk)
