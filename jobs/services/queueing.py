from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from console.signed_in import User
from jobs.exceptions import JobError
from jobs.models import Job
from jobs.registry import job_function

RUN_JOB = "jobs.runner.run_job"


def create_job(
    *,
    kind: str,
    title: str,
    parameters: dict[str, Any] | None = None,
    started_by: User | None = None,
) -> Job:
    """Write a job without sending it to the queue, for `run_job_here`.

    `parameters` are the keyword arguments of the registered function, of types that JSON has.
    Raises UnknownJobKindError.
    """
    job_function(kind)
    return Job.objects.create(
        kind=kind,
        title=title[:255],
        parameters=parameters or {},
        started_by=started_by,
        heartbeat_at=timezone.now(),
    )


def start_job(
    *,
    kind: str,
    title: str,
    parameters: dict[str, Any] | None = None,
    started_by: User | None = None,
) -> Job:
    """Write a job and send it to the queue once the caller's transaction is committed."""
    job = create_job(kind=kind, title=title, parameters=parameters, started_by=started_by)
    enqueue_on_commit(job.pk)
    return job


def enqueue_on_commit(pk: int) -> None:
    """Send the message that makes a worker run the job `pk`, after the commit."""
    # Where the queue does not answer, the job waits until the watch sends its message again.
    transaction.on_commit(partial(async_task, RUN_JOB, pk), robust=True)


def request_cancel(*, job: Job) -> Job:
    """Cancel a waiting job at once, or ask a running one to stop; a finished one stays as it is."""
    cancelled = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
        state=Job.State.CANCELLED, cancel_requested=True, finished_at=Now()
    )
    if not cancelled:
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_requested=True)
    job.refresh_from_db()
    return job


@transaction.atomic
def retry_job(*, job: Job) -> Job:
    """Send a failed or cancelled job to the queue again, from its start.

    Raises JobError if it is waiting, running, or succeeded already.
    """
    queued = Job.objects.filter(
        pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED]
    ).update(
        state=Job.State.QUEUED,
        attempts=0,
        cancel_requested=False,
        error="",
        message="",
        done=0,
        total=None,
        worker="",
        heartbeat_at=Now(),
        started_at=None,
        finished_at=None,
        dismissed_at=None,
    )
    if not queued:
        raise JobError(_("Only a job that failed or was cancelled can be retried."))
    enqueue_on_commit(job.pk)
    job.refresh_from_db()
    return job


def dismiss_job(*, job: Job) -> None:
    """Let a failed job stay as it is, and wait for no one."""
    Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(dismissed_at=Now())
