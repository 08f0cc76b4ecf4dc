from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_q.models import Task

from jobs.models import Job

KEPT_FOR = timedelta(days=90)
MOST_JOBS = 50_000
MESSAGES_KEPT_FOR = timedelta(days=14)
BATCH = 5_000


def trim_jobs(*, kept_for: timedelta = KEPT_FOR, most: int = MOST_JOBS) -> int:
    """Delete finished jobs with their logs: older ones than `kept_for`, the oldest beyond `most`.

    What a job made (a feed's run, an import) stays. Works in batches; returns how many went.
    """
    first_too_many = Job.objects.order_by("-pk").values_list("pk", flat=True)[most : most + 1]
    old = Job.objects.filter(
        Q(finished_at__lt=timezone.now() - kept_for) | Q(pk__lte=first_too_many.first() or 0),
        state__in=Job.FINISHED,
    ).order_by("pk")
    total = 0
    while keys := list(old.values_list("pk", flat=True)[:BATCH]):
        Job.objects.filter(pk__in=keys).delete()
        total += len(keys)
    return total


def trim_messages(*, kept_for: timedelta = MESSAGES_KEPT_FOR) -> int:
    """Delete what the queue keeps of messages that were done or failed long ago."""
    deleted, _by_model = Task.objects.filter(stopped__lt=timezone.now() - kept_for).delete()
    return deleted
