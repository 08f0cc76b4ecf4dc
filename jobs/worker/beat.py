"""The sign of life of a worker."""

from datetime import timedelta

from django.db.models.functions import Now
from django.utils import timezone

from jobs.models import WorkerBeat

from .identity import worker_name

FORGET_AFTER = timedelta(days=1)


def write_beat() -> None:
    """Write that this worker lives; forget the workers that have been gone for a day."""
    name = worker_name()
    if not WorkerBeat.objects.filter(name=name).update(beat_at=Now()):
        WorkerBeat.objects.create(name=name, started_at=timezone.now(), beat_at=timezone.now())
        WorkerBeat.objects.filter(beat_at__lt=timezone.now() - FORGET_AFTER).delete()


def delete_beat() -> None:
    """Say that this worker has stopped in order."""
    WorkerBeat.objects.filter(name=worker_name()).delete()
