"""Sends a bulk edit to review, and takes it back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.bulk.models import ApprovalStep, BulkChange
from catalog.bulk.queries.rules import rule_for
from catalog.bulk.services.approvals.keeping import forget_kept, keep_rows, kept_counts
from catalog.bulk.services.edits.operations import Action, operations_of
from catalog.bulk.services.edits.rights import may_send, refusal_to_apply
from catalog.bulk.services.edits.stages import edit_proposal
from catalog.bulk.services.edits.starting import locked_edit, start_edit_job
from jobs.exceptions import JobError
from jobs.progress import JobProgress

State = BulkChange.State


@transaction.atomic
def start_sending(*, change_id: int, user: User, note: str = "") -> BulkChange:
    """Start to send a counted bulk edit to review, which `user` may not apply alone.

    Raises JobError where that cannot be done with it, or need not.
    """
    change = locked_edit(change_id, State.READY)
    if not may_send(user):
        raise JobError(_("You do not have permission to change products, so you cannot send this."))
    if not refusal_to_apply(change, user):
        raise JobError(_("You can apply this yourself; no approval is needed."))
    start_edit_job(change, "catalog.bulk_edit.send", user, note=note)
    return change


@transaction.atomic
def send_bulk_edit(*, change_id: int, note: str, progress: JobProgress) -> dict[str, Any]:
    """Keep what a bulk edit would do to each product, and let it wait for its first step.

    All or nothing: whoever is killed on the way begins anew.
    """
    change = BulkChange.objects.select_for_update(of=["self"]).get(pk=change_id)
    if change.state != State.READY:
        return change.counts
    user = progress.person
    progress.report(done=0, total=change.counts["selected"], message=_("Keeping what would change"))
    keep_rows(
        change=change,
        proposal=edit_proposal(change, user=user),
        progress=progress,
        deletes=operations_of(change)[0].action == Action.DELETE,
    )
    change.counts = kept_counts(change)
    if not change.counts["changed"]:
        raise JobError(_("No product would change now. Refresh the preview."))
    change.state, change.note = State.WAITING, note
    change.sent_by, change.sent_at = user, timezone.now()
    change.current_step = _add_steps(change)
    change.save()
    return change.counts


@transaction.atomic
def start_correcting(*, change_id: int, user: User) -> BulkChange:
    """Take a bulk edit out of its review, or take up one that was sent back: count it again.

    Whoever sent it does so. Raises JobError otherwise.
    """
    change = locked_edit(change_id, State.WAITING, State.SENT_BACK)
    if change.sent_by_id != user.pk and not user.is_superuser:
        raise JobError(
            _("Only %(person)s, who sent it, can take it back.") % {"person": change.sent_by}
        )
    forget_kept(change)
    change.steps.filter(decision="").delete()
    change.state, change.current_step, change.sent_at = State.PREPARING, None, None
    start_edit_job(change, "catalog.bulk_edit.count", user)
    return change


def _add_steps(change: BulkChange) -> ApprovalStep:
    """The steps that the rules ask for, or one; returns the first."""
    rule = rule_for(change)
    groups = [step.group for step in rule.steps.select_related("group")] if rule else []
    steps = ApprovalStep.objects.bulk_create(
        ApprovalStep(change=change, group=group, is_last=place == len(groups))
        for place, group in enumerate(groups or [None], start=1 if groups else 0)
    )
    return steps[0]
