import logging
from datetime import timedelta
from functools import partial

from django.core.files.storage import storages
from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from console.deletion import Advance, DeletionRefusedError
from console.signed_in import User
from imports.models import ImportRun
from imports.staging_tables import StagingTables
from jobs.exceptions import JobError

from .locks import locked_run

logger = logging.getLogger(__name__)

KEPT_OPEN = timedelta(days=14)
State = ImportRun.State


@transaction.atomic
def discard_run(*, run_id: int) -> ImportRun:
    """Throw an open run away: its staged rows and its files go, its record stays.

    Raises JobError when it is applied or thrown away already.
    """
    run = locked_run(run_id, State.UPLOADED, State.FAILED, *ImportRun.READY)
    _drop_contents(run)
    run.state, run.file, run.rejects_file = State.DISCARDED, "", ""
    run.finished_at = timezone.now()
    run.save()
    return run


@transaction.atomic
def remove_runs(runs: QuerySet[ImportRun], user: User | None, advance: Advance) -> None:
    """Delete `runs` with their staged rows and files, as their profile is deleted.

    Raises DeletionRefusedError while one of them is worked on.
    """
    for run in runs.select_for_update(of=["self"]).select_related("job").order_by("pk"):
        if run.job and not run.job.is_finished:
            raise DeletionRefusedError(
                _("“%(run)s” is in progress. Wait until it has finished, or cancel it first.")
                % {"run": run}
            )
        _drop_contents(run)
        run.delete()
        advance(1)


def _drop_contents(run: ImportRun) -> None:
    """The staged rows at once, the files when the transaction is through."""
    StagingTables(run.pk).drop()
    for name in filter(None, [run.file, run.rejects_file]):
        transaction.on_commit(partial(storages["private"].delete, name))


def discard_stale_runs() -> int:
    """Throw away what nobody applied within two weeks; returns how many runs that were.

    A run that somebody works on, or has just applied, is left for another night; one that waits for
    approval is kept, and one that was sent back for another two weeks.
    """
    oldest = timezone.now() - KEPT_OPEN
    stale = ImportRun.objects.filter(
        state__in=[State.UPLOADED, State.STAGED, State.FAILED],
        created_at__lt=oldest,
    ).exclude(decided_at__gte=oldest)
    return sum(_discarded(run_id) for run_id in list(stale.values_list("pk", flat=True)))


def _discarded(run_id: int) -> bool:
    try:
        with transaction.atomic():
            ImportRun.objects.select_for_update(nowait=True).get(pk=run_id)
            discard_run(run_id=run_id)
    except (ImportRun.DoesNotExist, JobError, OperationalError) as reason:
        logger.info("Import %s is not thrown away: %s", run_id, reason)
        return False
    return True
