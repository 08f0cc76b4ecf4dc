from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected
from psycopg.sql import SQL

from accounts.models import User
from audit.services import acting_as
from audit.sources import ChangeSource
from catalog.products.write_policy import may_publish
from catalog.quality.services.completeness import recalculate_completeness
from console.postgresql.advisory_locks import AdvisoryLock, lock_until_commit
from imports.checks.used_columns import UsedColumn
from imports.models import ImportRun
from imports.product_writes import CREATE_TOUCHED, DROP_TOUCHED, TOUCHED, ProductWrites
from imports.staging_tables import StagingTables, execute, fetch
from jobs.exceptions import JobError
from jobs.progress import JobProgress

from .checking import SETTINGS, check_rows, columns_in_use, summarize
from .drafts import carry_into_drafts
from .freshness import is_fresh
from .locks import lock_changed_products, locked_run
from .publication import RefusedRowsError, hold_back, refuse_rows
from .rights import refusal

SPAN = 20_000
ATTEMPTS = 3
State = ImportRun.State


def apply_run(*, run_id: int, progress: JobProgress, user_id: int | None = None) -> dict[str, Any]:
    """Carry the accepted rows of a staged run into the catalog, all or none.

    The rows are judged again first if the catalog has changed since the preview. When somebody
    saves a clashing product at that very moment, or both wait for each other, it is tried again. A
    run that is applied already stays as it is. `user_id` is who applies it, None a command. Returns
    the counts. One that waits is approved by that, and written in the name of whoever sent it.
    Raises JobError, also where this person may not write such products or is gone.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            # Outside the transaction, because a broken one takes no statement any more.
            user = _acting_user(user_id)
            with acting_as(
                user_id=_author_id(run_id, user_id), source=ChangeSource.IMPORT.of(run_id)
            ):
                return _apply(run_id, user, progress)
        except (IntegrityError, OperationalError) as error:
            if not _passes(error):
                raise
            if attempt == ATTEMPTS:
                raise JobError(
                    _("Products changed while the import ran. Nothing was imported; try again.")
                ) from error
            progress.log(_("The catalog has changed; starting over."), level="warning")
    raise AssertionError


@transaction.atomic
def _apply(run_id: int, user: User | None, progress: JobProgress) -> dict[str, Any]:
    execute(SETTINGS)
    lock_until_commit(AdvisoryLock.PRODUCT_WRITES)
    run = locked_run(run_id, *ImportRun.READY, State.APPLIED)
    if run.state == State.APPLIED:
        return _counts(run)
    if not run.is_judged:
        raise JobError(_("The rows have not been checked with this mapping yet. Check them first."))
    used = columns_in_use(run) if is_fresh(run, user) else check_rows(run, progress, user)
    lock_changed_products(StagingTables(run.pk))
    if not is_fresh(run, user):
        # Whoever was waited for has changed what the rows were judged by.
        used = check_rows(run, progress, user)
        lock_changed_products(StagingTables(run.pk))
    if reason := refusal(run, user):
        raise JobError(reason)
    _write_allowed(run, used, user, progress)
    progress.report(message=_("Recalculating completeness"))
    recalculate_completeness(products_sql=f"SELECT product_id FROM {TOUCHED}")  # noqa: S608 - constants only
    execute(DROP_TOUCHED)
    StagingTables(run.pk).drop()
    if run.state == State.WAITING:
        run.decided_by, run.decided_at = user, timezone.now()
    run.state, run.message, run.finished_at = State.APPLIED, "", timezone.now()
    run.save()
    return _counts(run)


def _passes(error: IntegrityError | OperationalError) -> bool:
    """Whether another attempt may go well: a clash or a deadlock with somebody who saves."""
    return isinstance(error, IntegrityError) or isinstance(error.__cause__, DeadlockDetected)


def _acting_user(user_id: int | None) -> User | None:
    """The person with this key, whose rights count; None for a command."""
    if user_id is None:
        return None
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise JobError(
            _(
                "The account of the person who applied this import no longer exists. Nothing was "
                "imported; someone else can apply it."
            )
        )
    return user


def _author_id(run_id: int, user_id: int | None) -> int | None:
    """Whom the history names: who sent the run to review, else who applies it."""
    waiting = ImportRun.objects.filter(pk=run_id, state=State.WAITING)
    return waiting.values_list("sent_by", flat=True).first() or user_id


def _counts(run: ImportRun) -> dict[str, Any]:
    return {
        "rows": run.rows,
        "created": run.created,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "rejected": run.rejected,
    }


def _write_allowed(
    run: ImportRun, used: Sequence[UsedColumn], user: User | None, progress: JobProgress
) -> None:
    """Write the products; where that brings errors into published ones, without their rows."""
    tables = StagingTables(run.pk)
    try:
        with transaction.atomic():
            _write_products(run, used, user, progress)
            held = hold_back(tables, run_id=run.pk)
    except RefusedRowsError as refused:
        refuse_rows(tables, refused.reasons)
        summarize(run, tables, used, progress)
        _write_products(run, used, user, progress)
        held = hold_back(tables, run_id=run.pk)
    run.details = {**run.details, "held_back": held}


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
        user_id=_author_id(run.pk, user.pk if user else None),
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
