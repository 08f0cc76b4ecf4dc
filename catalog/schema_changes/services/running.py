from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import acting_as
from catalog.bulk.models import BulkChange
from catalog.bulk.services.changes.applying import record_and_apply
from catalog.bulk.services.changes.retention import refuse_final
from catalog.bulk.services.changes.undoing import begin_undo, undo_change
from catalog.schema.code_uses.descriptions import in_words
from catalog.schema_changes.services.filters import restore_filters
from catalog.schema_changes.services.operations import Operation
from catalog.schema_changes.services.records import (
    change_schema,
    restore_schema,
    snapshot,
    uses_in_the_way,
)
from catalog.schema_changes.services.rights import refusal
from catalog.schema_changes.services.versions import restore_versions
from console.deletion import in_use
from console.postgresql.database_reasons import database_reason
from jobs.exceptions import JobError
from jobs.models import Job
from jobs.progress import JobProgress
from jobs.services.queueing import start_job

APPLY = "catalog.model_change.apply"
UNDO = "catalog.model_change.undo"
State = BulkChange.State


def start_schema_change(*, change: BulkChange, user: User) -> Job:
    """Let a job apply what was planned; JobError where it cannot be (any more) or may not be."""
    return _start(change, APPLY, State.READY, user)


def start_undoing_schema_change(*, change: BulkChange, user: User) -> Job:
    """Let a job take the change back; JobError where there is nothing to undo, or it may not be."""
    return _start(change, UNDO, State.APPLIED, user)


@transaction.atomic
def _start(change: BulkChange, kind: str, state: str, user: User) -> Job:
    locked = BulkChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if locked.state != state or (locked.job and not locked.job.is_finished):
        raise JobError(_("This change has already been started, finished or discarded."))
    refuse_final(locked)
    if reason := refusal(locked, user):
        raise JobError(reason)
    if kind == APPLY:
        _refuse_used(Operation.of(locked), user)
    locked.job = start_job(
        kind=kind,
        title=locked.title if kind == APPLY else _("Undo: %(title)s") % {"title": locked.title},
        parameters={"change_id": locked.pk},
        started_by=user,
    )
    locked.save(update_fields=["job"])
    return locked.job


@transaction.atomic
def discard_schema_change(*, change: BulkChange) -> None:
    """Throw a planned change away."""
    BulkChange.objects.filter(pk=change.pk, state=State.READY, job=None).update(
        state=State.DISCARDED
    )


@transaction.atomic
def apply_schema_change(
    *, change_id: int, user: User | None, progress: JobProgress
) -> dict[str, Any]:
    """Change the values and the schema, all or nothing. Raises JobError where it may not be."""
    change = BulkChange.objects.select_for_update().get(pk=change_id)
    if change.state != State.READY:
        return change.counts
    if reason := refusal(change, user):
        raise JobError(reason)
    operation = Operation.of(change)
    _refuse_used(operation, user)
    products = operation.products()
    progress.set_total(products.count())
    # The schema is written last: the values are read by the attribute as it was.
    change.details = {"records": snapshot(operation)}
    change.save(update_fields=["details"])
    try:
        with transaction.atomic():
            record_and_apply(
                change=change,
                products=products,
                proposal=operation.proposal(),
                user=user,
                progress=progress,
            )
            with acting_as(user_id=user and user.pk, source=change.source):
                change_schema(operation, change)
    except IntegrityError as error:
        # Such as two variants that would be the same.
        raise JobError(database_reason(error)) from error
    return change.counts


@transaction.atomic
def undo_schema_change(
    *, change_id: int, user: User | None, progress: JobProgress
) -> dict[str, Any]:
    """Bring back the records of the schema and every value, all or nothing.

    Products whose values were changed since are left as they are, and counted. Raises JobError
    where it may not be, or something stands in the way.
    """
    change = BulkChange.objects.select_for_update().get(pk=change_id)
    if change.state != State.APPLIED:
        return change.counts
    if reason := refusal(change, user):
        raise JobError(reason)
    progress.set_total(change.counts.get("changed"))
    begin_undo(change, user)
    with acting_as(user_id=user and user.pk, source=change.source):
        restore_schema(Operation.of(change), change)
        restore_versions(change=change)
        restore_filters(change=change)
    undo_change(change=change, user=user, progress=progress)
    return change.counts


def _refuse_used(operation: Operation, user: User | None) -> None:
    """What something refers to is not deleted, unless the change takes the reference along."""
    if used := uses_in_the_way(operation):
        raise JobError(in_use(_("It"), in_words(used, user)))
