"""The health check of the queue."""

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from console.health.registry import CheckResult, Status
from jobs.models import Job, WorkerBeat

BEAT_TOO_OLD = timedelta(seconds=60)


def check_queue() -> CheckResult:
    """Whether a worker lives, and how much waits for it."""
    waiting = Job.objects.filter(state=Job.State.QUEUED).count()
    beat_at = WorkerBeat.objects.aggregate(last=Max("beat_at"))["last"]
    if beat_at is None:
        return CheckResult(Status.FAILED, "No worker is running", {"queued_jobs": waiting})
    age = timezone.now() - beat_at
    details = {"last_beat_seconds": round(age.total_seconds(), 1), "queued_jobs": waiting}
    if age > BEAT_TOO_OLD:
        return CheckResult(Status.FAILED, "The worker does not beat any more", details)
    return CheckResult(Status.OK, "A worker is running", details)
