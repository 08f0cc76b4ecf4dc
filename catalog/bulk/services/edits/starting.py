"""Starts the jobs of bulk edits, one at a time for each."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.bulk.models import BulkChange
from catalog.bulk.services.changes.retention import refuse_final
from jobs.exceptions import JobError
from jobs.models import Job
from jobs.services.queueing import start_job

State = BulkChange.State


def start_counting(*, change_id: int, user: User) -> BulkChange:
    """Count again what a bulk edit that is not applied would change."""
    return _start_when(change_id, user, "catalog.bulk_edit.count", State.PREPARING, State.READY)


def start_applying(*, change_id: int, user: User) -> BulkChange:
    """Start to apply a counted bulk edit, or to go on with one that was stopped."""
    return _start_when(change_id, user, "catalog.bulk_edit.apply", State.READY, State.APPLYING)


def start_undoing(*, change_id: int, user: User) -> BulkChange:
    """Start to undo a bulk edit, or what was applied of one, or to go on with undoing it."""
    return _start_when(
        change_id, user, "catalog.bulk_edit.undo", State.APPLIED, State.APPLYING, State.UNDOING
    )


@transaction.atomic
def _start_when(change_id: int, user: User, kind: str, *states: BulkChange.State) -> BulkChange:
    change = locked_edit(change_id, *states)
    refuse_final(change)
    start_edit_job(change, kind, user)
    return change


def locked_edit(change_id: int, *states: BulkChange.State) -> BulkChange:
    """The change, locked; JobError unless it is in one of `states` and nothing works on it."""
    changes = BulkChange.objects.select_for_update(of=["self"])
    # The job is read after the lock: joined, it would be the one from before somebody else's.
    change = changes.get(pk=change_id, kind=BulkChange.Kind.BULK_EDIT)
    if change.job and not change.job.is_finished:
        raise JobError(_("Wait until the bulk edit has finished."))
    refuse_state(change, *states)
    return change


def refuse_state(change: BulkChange, *but: BulkChange.State) -> None:
    """Raise JobError unless `change` is in one of some states."""
    if change.state not in but:
        raise JobError(
            _("This is not possible while the bulk edit is “%(state)s”.")
            % {"state": change.get_state_display()}
        )


def start_edit_job(change: BulkChange, kind: str, user: User, **parameters: Any) -> Job:
    """Let a job of the kind work on `change`; the caller has locked it."""
    change.job = start_job(
        kind=kind,
        title=_("Bulk edit: %(title)s") % {"title": change.title},
        parameters={"change_id": change.pk, **parameters},
        started_by=user,
    )
    change.save()
    return change.job
