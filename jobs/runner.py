"""Runs one job: claims it, does it, and writes how it ended. Failure is handled here, once."""

import logging
import secrets
from typing import Any, TextIO

from django.db import OperationalError, connection
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from .exceptions import JobCancelled, JobSuperseded, describe_error
from .heartbeat import start_heartbeat, write_log
from .models import Job
from .progress import JobProgress
from .registry import job_context, job_function
from .worker.identity import worker_name

logger = logging.getLogger(__name__)

# The server looks this often whether its client still lives, so that a long statement of a
# killed worker ends and lets go of its locks.
CLIENT_CHECK = "SET client_connection_check_interval = '2s'"


def run_job(pk: int) -> None:
    """Do the job `pk`, as the queue's worker calls it.

    A message that comes twice, or too late, finds the job claimed or finished and does nothing.
    """
    job = claim_job(pk)
    if job is None:
        logger.info("Job %s is not waiting any more", pk)
        return
    execute_job(job)


def claim_job(pk: int) -> Job | None:
    """Take a queued job for this process, or None if it is not (or no longer) queued."""
    claim = f"{worker_name()}:{secrets.token_hex(4)}"
    claimed = Job.objects.filter(pk=pk, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING,
        worker=claim,
        attempts=F("attempts") + 1,
        started_at=Now(),
        heartbeat_at=Now(),
        done=0,
        total=None,
        message="",
    )
    return Job.objects.select_related("started_by").get(pk=pk) if claimed else None


def execute_job(job: Job, *, out: TextIO | None = None) -> None:
    """Do a claimed job to its end. Only an interrupt of the whole process is passed on."""
    progress = JobProgress(job)
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(CLIENT_CHECK)
    heartbeat = start_heartbeat(progress, out=out)
    outcome: dict[str, Any] = {}
    try:
        outcome = _do(job, progress)
    except BaseException:
        outcome = _failed(_("The job was interrupted."))
        raise
    finally:
        if heartbeat is not None:
            heartbeat.end()
        _finish(progress, outcome, out)


def _do(job: Job, progress: JobProgress) -> dict[str, Any]:
    """The columns that tell how the job ended."""
    try:
        with job_context(job):
            result = job_function(job.kind)(progress, **job.parameters)
    except Exception as error:
        reason = progress.stop_reason or error
        if isinstance(reason, JobSuperseded):
            logger.warning("Job %s was taken over by another worker", job.pk)
        elif isinstance(reason, JobCancelled):
            return {"state": Job.State.CANCELLED, "error": ""}
        else:
            logger.exception("Job %s (%s) failed", job.pk, job.kind)
        return _failed(describe_error(reason))
    return {"state": Job.State.SUCCEEDED, "error": "", "result": result or {}}


def _failed(message: str) -> dict[str, Any]:
    return {"state": Job.State.FAILED, "error": message}


def _finish(progress: JobProgress, outcome: dict[str, Any], out: TextIO | None) -> None:
    """Write the end, unless the job is no longer ours."""
    try:
        _write_end(progress, outcome, out)
    except OperationalError:
        # The connection broke with the job, or an interrupt meant for the job came late.
        if connection.in_atomic_block:
            raise
        connection.close()
        _write_end(progress, outcome, out)


def _write_end(progress: JobProgress, outcome: dict[str, Any], out: TextIO | None) -> None:
    job = progress.claimed_job
    written = Job.objects.filter(pk=job.pk, worker=job.worker, state=Job.State.RUNNING).update(
        **outcome,
        done=progress.done,
        total=progress.total,
        message=progress.message,
        heartbeat_at=Now(),
        finished_at=Now(),
    )
    if written:
        write_log(progress, out)
