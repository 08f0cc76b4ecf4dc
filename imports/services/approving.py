"""An import that its sender may not apply waits for somebody who may, or comes back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.products.write_policy import CHANGE
from imports.models import ImportRun
from jobs.exceptions import JobError

from .locks import locked_run
from .rights import refusal

State = ImportRun.State


@transaction.atomic
def send_run(*, run_id: int, user: User, note: str = "") -> ImportRun:
    """Let a checked run wait for somebody who may apply it. Raises JobError where it need not."""
    run = locked_run(run_id, State.STAGED)
    if not run.is_judged:
        raise JobError(_("The rows have not been checked with this mapping yet. Check them first."))
    if not user.has_perm(CHANGE):
        raise JobError(_("You do not have permission to change products, so you cannot send this."))
    if not refusal(run, user):
        raise JobError(_("You can apply this yourself; no approval is needed."))
    run.state, run.note, run.comment = State.WAITING, note, ""
    run.sent_by, run.sent_at = user, timezone.now()
    run.decided_by = run.decided_at = None
    run.save()
    return run


@transaction.atomic
def send_back_run(*, run_id: int, user: User, comment: str) -> ImportRun:
    """Give a waiting run back to its sender. Raises JobError where `user` may not apply it."""
    if not comment.strip():
        raise JobError(_("Say what to correct; the sender will read it."))
    run = _waiting_run(run_id)
    if reason := refusal(run, user):
        raise JobError(reason)
    run.state, run.comment = State.STAGED, comment
    run.decided_by, run.decided_at = user, timezone.now()
    run.save()
    return run


@transaction.atomic
def take_back_run(*, run_id: int, user: User) -> ImportRun:
    """Take a run out of its review, as its sender. Raises JobError for others."""
    run = _waiting_run(run_id)
    if run.sent_by_id != user.pk and not user.is_superuser:
        raise JobError(
            _("Only %(person)s, who sent it, can take it back.") % {"person": run.sent_by}
        )
    run.state, run.sent_at = State.STAGED, None
    run.save()
    return run


def _waiting_run(run_id: int) -> ImportRun:
    """The run, locked; JobError that says who was faster where it does not wait any more."""
    run = locked_run(run_id, *State)
    if run.state != State.WAITING:
        if run.decided_by is None:
            raise JobError(_("It is no longer waiting for a decision."))
        raise JobError(
            _("%(person)s has decided it already: it is “%(state)s”.")
            % {"person": run.decided_by, "state": run.get_state_display()}
        )
    return run
