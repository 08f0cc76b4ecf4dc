"""Decides about bulk edits in review: approved, sent back, or some of their products apart."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.bulk.models import ApprovalStep, BulkChange
from catalog.bulk.queries.waiting import can_decide, deciders_of
from catalog.bulk.services.approvals.splitting import split_rows, waiting_count
from catalog.bulk.services.edits.starting import locked_edit, start_edit_job
from jobs.exceptions import JobError

State = BulkChange.State
Decision = ApprovalStep.Decision


@transaction.atomic
def approve_bundle(
    *,
    change_id: int,
    user: User,
    comment: str = "",
    only: Collection[int] | None = None,
    with_changed: bool = False,
) -> BulkChange:
    """Approve a bulk edit in review, or `only` some of its products; returns what was approved.

    The last step starts the job that applies it; before that it waits for the next one. Products
    that were changed since it was sent are left out unless `with_changed`. The products that are
    not approved go on waiting. Raises JobError where `user` cannot decide it.
    """
    change = _to_decide(change_id, user)
    if only is not None:
        change = _apart(change, only)
    step = _step_of(change)
    if not step.is_last:
        _note(step, Decision.APPROVED, user, comment)
        change.current_step = change.steps.filter(pk__gt=step.pk).first()
        change.save(update_fields=["current_step"])
        return change
    start_edit_job(
        change, "catalog.bulk_edit.apply", user, with_changed=with_changed, comment=comment
    )
    return change


@transaction.atomic
def send_back_bundle(
    *, change_id: int, user: User, comment: str, only: Collection[int] | None = None
) -> BulkChange:
    """Send a bulk edit in review back to its sender, or `only` some products of it as one apart.

    Returns what was sent back. Raises JobError where `user` cannot decide it, and without a
    comment.
    """
    if not comment.strip():
        raise JobError(_("Say what to correct; the sender will read it."))
    change = _to_decide(change_id, user)
    if only is not None:
        change = _apart(change, only)
    _note(_step_of(change), Decision.SENT_BACK, user, comment)
    change.state, change.current_step = State.SENT_BACK, None
    change.save(update_fields=["state", "current_step"])
    return change


@transaction.atomic
def approve_all_but(
    *,
    change_id: int,
    user: User,
    but: Collection[int],
    comment: str,
    with_changed: bool = False,
) -> BulkChange:
    """Send some products of a bulk edit back and approve the others; returns what was approved."""
    change = _to_decide(change_id, user)
    if waiting_count(change, but) == change.counts["changed"]:
        raise JobError(_("You have ticked all of its products. Send all back instead."))
    send_back_bundle(change_id=change_id, user=user, comment=comment, only=but)
    return approve_bundle(change_id=change_id, user=user, with_changed=with_changed)


def accept(change: BulkChange, user: User | None, comment: str, *, with_changed: bool) -> None:
    """Note that the last step is passed, as `user` begins to apply `change`.

    Raises JobError where this person cannot decide it any more; then it goes on waiting.
    """
    with transaction.atomic():
        change.refresh_from_db(from_queryset=BulkChange.objects.select_for_update(of=["self"]))
        _refuse_undecidable(change, user)
        step = _step_of(change)
        if not step.is_last:
            raise JobError(_("It has another step to pass first."))
        _note(step, Decision.APPROVED, user, comment)
        change.state, change.applied_at = State.APPLYING, timezone.now()
        change.details = {**change.details, "with_changed": with_changed}
        judged = {name: change.counts[name] for name in ("selected", "unchanged", "refused")}
        change.counts = judged
        change.save(update_fields=["state", "applied_at", "counts", "details"])


def _to_decide(change_id: int, user: User) -> BulkChange:
    """The bulk edit, locked, if `user` can decide it now."""
    changes = BulkChange.objects.select_for_update(of=["self"])
    # The job is read after the lock: joined, it would be the one from before somebody else's.
    change = changes.get(pk=change_id, kind=BulkChange.Kind.BULK_EDIT)
    if change.state != State.WAITING or (change.job and not change.job.is_finished):
        raise JobError(_who_decided(change))
    _refuse_undecidable(change, user)
    return locked_edit(change_id, State.WAITING)


def _step_of(change: BulkChange) -> ApprovalStep:
    """The step that `change` waits for; JobError where it does not wait any more."""
    if change.current_step is None:
        raise JobError(_who_decided(change))
    return change.current_step


def _refuse_undecidable(change: BulkChange, user: User | None) -> None:
    if not can_decide(change, user):
        raise JobError(
            _("You cannot decide this step. %(people)s can; it goes on waiting.")
            % {"people": deciders_of(_step_of(change), change)}
        )


def _who_decided(change: BulkChange) -> str:
    """Whose decision was there first."""
    if change.state == State.WAITING and change.job:
        return _("%(person)s has decided about it just now.") % {"person": change.job.started_by}
    last = change.steps.exclude(decision="").select_related("decided_by").last()
    if last is None or change.state in (State.PREPARING, State.READY):
        return _("It is “%(state)s” and no longer waiting for a decision.") % {
            "state": change.get_state_display()
        }
    return _("%(person)s has decided it on %(day)s: %(decision)s.") % {
        "person": last.decided_by or _("Someone"),
        "day": date_format(timezone.localtime(last.decided_at), "SHORT_DATETIME_FORMAT"),
        "decision": last.get_decision_display(),
    }


def _apart(change: BulkChange, only: Collection[int]) -> BulkChange:
    """These products as a bulk edit of their own; `change` itself where these are all of it."""
    found = waiting_count(change, only)
    if not found:
        raise JobError(_("Tick products that wait for your decision."))
    return change if found == change.counts["changed"] else split_rows(change, only)


def _note(step: ApprovalStep, decision: str, user: User | None, comment: str) -> None:
    step.decision, step.decided_by = decision, user
    step.decided_at, step.comment = timezone.now(), comment
    step.save(update_fields=["decision", "decided_by", "decided_at", "comment"])
