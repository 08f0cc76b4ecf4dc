from django.db import transaction
from django.db.models import QuerySet

from imports.models import ImportRun
from imports.staging_tables import runs_without_rows
from jobs.models import Job

from .starting import start_staging

UNFINISHED = [Job.State.QUEUED, Job.State.RUNNING]
STOPPED = [Job.State.FAILED, Job.State.CANCELLED]


def read_lost_runs_again() -> int:
    """Start to read again what a crash of the database has emptied; returns how many runs.

    A run that somebody works on is left alone, and so is one whose reading failed or was
    cancelled: that waits for a person.
    """
    lost = runs_without_rows(_waiting_runs().values_list("pk", flat=True))
    with transaction.atomic():
        found = _waiting_runs().filter(pk__in=lost).select_related("started_by")
        runs = list(found.select_for_update(of=["self"], skip_locked=True))
        for run in runs:
            start_staging(run=run, user=run.started_by)
    return len(runs)


def _waiting_runs() -> QuerySet[ImportRun]:
    ready = ImportRun.objects.filter(state__in=ImportRun.READY)
    idle = ready.exclude(job__state__in=UNFINISHED)
    return idle.exclude(job__kind="imports.stage", job__state__in=STOPPED)
