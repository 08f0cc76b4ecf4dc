from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.sql import SQL

from accounts.models import User
from audit.services import acting_as
from catalog.services.completeness import recalculate_completeness
from imports.checks.used_columns import UsedColumn
from imports.models import ImportRun
from imports.product_writes import CREATE_TOUCHED, DROP_TOUCHED, TOUCHED, ProductWrites
from imports.staging_tables import StagingTables, execute, fetch
from jobs.exceptions import JobError
from jobs.progress import JobProgress

from .checking import SETTINGS, check_rows, columns_in_use
from .drafts import carry_into_drafts
from .freshness import is_fresh
from .locking import locked_run
from .rights import may_publish, refusal

SPAN = 20_000
ATTEMPTS = 3
State = ImportRun.State

# Imports wait for each other, so that two never lock each other's products crosswise.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('imports.apply'))"


def apply_run(*, run_id: int, progress: JobProgress) -> dict[str, Any]:
    """Carry the accepted rows of a staged run into the catalog, all or none.

    The rows are judged again first if the catalog has changed since the preview. When
    somebody saves a clashing product at that very moment, it is tried again. A run that is applied
    already stays as it is. Returns the counts. Raises JobError, also where whoever applies it may
    not write such products.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            # Outside the transaction, because a broken one takes no statement any more.
            user = _acting_user(run_id, progress)
            with acting_as(user_id=user and user.pk, source=f"import:{run_id}"):
                return _apply(run_id, user, progress)
        except IntegrityError as error:
            if attempt == ATTEMPTS:
                raise JobError(
                    _("Products changed while the import ran. Nothing was imported; try again.")
                ) from error
            progress.log(_("The catalog changed meanwhile; starting over."), level="warning")
    raise AssertionError


@transaction.atomic
def _apply(run_id: int, user: User | None, progress: JobProgress) -> dict[str, Any]:
    execute(SETTINGS)
    execute(ONE_AT_A_TIME)
    run = locked_run(run_id, State.STAGED, State.APPLIED)
    if run.state == State.APPLIED:
        return _counts(run)
    if not run.is_judged:
        raise JobError(_("The rows were not checked by this mapping yet. Check them first."))
    used = columns_in_use(run) if is_fresh(run) else check_rows(run, progress)
    if reason := refusal(run, user):
        raise JobError(reason)
    _write_products(run, used, user, progress)
    progress.report(message=_("Recalculating completeness"))
    recalculate_completeness(products_sql=f"SELECT product_id FROM {TOUCHED}")
    execute(DROP_TOUCHED)
    StagingTables(run.pk).drop()
    run.state, run.message, run.finished_at = State.APPLIED, "", timezone.now()
    run.save()
    return _counts(run)


def _acting_user(run_id: int, progress: JobProgress) -> User | None:
    """Who applies the run: whoever started the job, else whoever uploaded the file."""
    if progress.job:
        return progress.job.started_by
    return ImportRun.objects.select_related("started_by").get(pk=run_id).started_by


def _counts(run: ImportRun) -> dict[str, Any]:
    return {
        "rows": run.rows,
        "created": run.created,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "rejected": run.rejected,
    }


def _write_products(
    run: ImportRun, used: Sequence[UsedColumn], user: User | None, progress: JobProgress
) -> None:
    tables = StagingTables(run.pk)
    run.details = {**run.details, "drafts": carry_into_drafts(tables, used)}
    execute(CREATE_TOUCHED)
    execute(SQL("CREATE INDEX ON {} (row_number)").format(tables.checked))
    writes = ProductWrites(
        run,
        tables,
        used,
        user_id=user and user.pk,
        live=run.profile.publish and may_publish(user),
    )
    [(first, last)] = fetch(
        SQL("SELECT min(row_number), max(row_number) FROM {}").format(tables.checked)
    )
    progress.report(done=0, total=last - first + 1, message=_("Writing products"))
    created = updated = 0
    for start in range(first, last + 1, SPAN):
        end = min(start + SPAN - 1, last)
        if run.updated:
            updated += execute(writes.update(start, end))
        if run.created:
            created += execute(writes.insert(start, end))
        progress.advance(end - start + 1)
    run.created, run.updated = created, updated
