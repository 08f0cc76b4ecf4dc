from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.bulk.models import BulkChange
from catalog.bulk.queries.rows import patch_differences
from catalog.bulk.services.approvals.as_seen import only_as_seen
from catalog.bulk.services.approvals.deciding import accept
from catalog.bulk.services.changes.applying import apply_change, freeze_products
from catalog.bulk.services.changes.comparison import compare_products
from catalog.bulk.services.changes.deleting import delete_products, undelete_products
from catalog.bulk.services.changes.publishing import publish_drafts, unpublish_drafts
from catalog.bulk.services.changes.undoing import undo_change as undo_recorded
from catalog.bulk.services.edits.hiding import hidden_attributes
from catalog.bulk.services.edits.lifecycle import LIFECYCLE_WRITES, lifecycle_proposal
from catalog.bulk.services.edits.operations import Action, Operation, operations_of
from catalog.bulk.services.edits.reasons import standing_reasons
from catalog.bulk.services.edits.rights import refusal_to_apply, undo_refusal
from catalog.bulk.services.edits.stages import edit_proposal
from catalog.bulk.services.edits.starting import locked_edit, refuse_state, start_edit_job
from catalog.products.models.product import Product
from catalog.products.write_policy import Write, may_publish, reasons_sql
from console.postgresql.database_reasons import database_reason
from jobs.exceptions import JobError
from jobs.progress import JobProgress

State = BulkChange.State


@transaction.atomic
def create_bulk_edit(
    *,
    products: QuerySet[Product],
    selection: str,
    title: str,
    operations: Sequence[Operation],
    user: User,
) -> BulkChange:
    """Keep what is to be done with which products, and start counting what would change."""
    change = prepare_bulk_edit(
        products=products, selection=selection, title=title, operations=operations, user=user
    )
    start_edit_job(change, "catalog.bulk_edit.count", user)
    return change


@transaction.atomic
def prepare_bulk_edit(
    *,
    products: QuerySet[Product],
    selection: str,
    title: str,
    operations: Sequence[Operation],
    user: User,
) -> BulkChange:
    """Keep what is to be done with which products.

    The products are those of now; `selection` says to people which they are.
    """
    change = BulkChange.objects.create(
        kind=BulkChange.Kind.BULK_EDIT,
        title=title[:255],
        selection=selection[:255],
        operations=[operation.as_json() for operation in operations],
        started_by=user,
    )
    change.counts = {"selected": freeze_products(change=change, products=products)}
    change.save(update_fields=["counts"])
    return change


@transaction.atomic
def discard_bulk_edit(*, change_id: int) -> None:
    """Throw away a bulk edit that has changed nothing. Raises JobError where it has."""
    change = locked_edit(change_id, State.PREPARING, State.READY, State.SENT_BACK)
    change.rows.all()._raw_delete(using="default")
    change.state = State.DISCARDED
    change.save(update_fields=["state"])


def count_bulk_edit(*, change_id: int, progress: JobProgress) -> dict[str, Any]:
    """Count what a bulk edit would change, and keep the numbers and examples for its page."""
    change = BulkChange.objects.select_related("started_by").get(pk=change_id)
    if change.state not in {State.PREPARING, State.READY}:
        return change.counts
    proposal = edit_proposal(change, user=change.started_by)
    progress.report(done=0, total=change.counts["selected"], message=_("Counting"))
    found = compare_products(change=change, proposal=proposal, progress=progress)
    counts = {name: found.counts[name] for name in _OUTCOMES}
    if _action(change) == Action.DELETE:
        # Nothing is proposed to become of them.
        counts["changed"], counts["unchanged"] = counts["unchanged"], 0
    change.counts = {"selected": change.counts["selected"], **counts}
    change.details = {
        "published": found.published,
        "reasons": dict(found.reasons),
        "refused": found.refused,
        "samples": _in_words(found.samples),
        "hidden": hidden_attributes(change),
    }
    change.state = State.READY
    change.save(update_fields=["counts", "details", "state"])
    return change.counts


def apply_bulk_edit(
    *, change_id: int, progress: JobProgress, with_changed: bool = False, comment: str = ""
) -> dict[str, Any]:
    """Apply a bulk edit, or go on where it was stopped. Raises JobError where it may not be.

    One that waits for approval is approved by that, with `comment`; then it changes the products as
    their reviewers saw them, and `with_changed` also those that were changed since.
    """
    change = BulkChange.objects.get(pk=change_id)
    if change.state == State.APPLIED:
        return change.counts
    user = progress.person
    if change.state == State.WAITING:
        accept(change, user, comment, with_changed=with_changed)
    refuse_state(change, State.READY, State.APPLYING)
    if reason := refusal_to_apply(change, user):
        raise JobError(reason)
    if change.state == State.READY:
        change.counts = {"selected": change.counts["selected"]}
        change.save(update_fields=["counts"])
    done = sum(change.counts.get(name, 0) for name in _OUTCOMES)
    progress.report(done=done, total=change.counts["selected"], message=_("Writing products"))
    try:
        _write(change, user, progress)
    except IntegrityError as error:
        raise JobError(
            _("A value would not be unique, or a selected record has been deleted: %(reason)s")
            % {"reason": database_reason(error)}
        ) from error
    return change.counts


def undo_bulk_edit(*, change_id: int, progress: JobProgress) -> dict[str, Any]:
    """Undo a bulk edit, or go on where that was stopped. Raises JobError where it may not be."""
    change = BulkChange.objects.get(pk=change_id)
    if change.state == State.UNDONE:
        return change.counts
    user = progress.person
    if reason := undo_refusal(change, user):
        raise JobError(reason)
    done = sum(change.counts.get(name, 0) for name in ("undone", "conflicts"))
    progress.report(
        done=done, total=change.counts.get("changed", 0), message=_("Restoring products")
    )
    if _action(change) == Action.DELETE:
        undelete_products(change=change, user=user, progress=progress)
        return change.counts
    # Much may have happened to the products since: they may be published by now, or locked.
    write = Write.PUBLICATION if _action(change) in LIFECYCLE_WRITES else Write.ROW
    reasons = reasons_sql(standing_reasons(write, user, spares_published=not may_publish(user)))
    if _action(change) == Action.PUBLISH:
        unpublish_drafts(change=change, user=user, progress=progress, reasons=reasons)
    undo_recorded(change=change, user=user, progress=progress, reasons=reasons)
    return change.counts


def _in_words(samples: Sequence[tuple[int, str, dict, dict]]) -> list[dict[str, Any]]:
    """Examples as the page shows them."""
    differences = patch_differences([(before, after) for _key, _sku, before, after in samples])
    return [
        {
            "sku": sku,
            "differences": [
                {"label": one.label, "before": one.before, "after": one.after} for one in found
            ],
        }
        for (_key, sku, _before, _after), found in zip(samples, differences, strict=True)
    ]


def _write(change: BulkChange, user: User | None, progress: JobProgress) -> None:
    """Write it with the rights of `user`, in the name of whoever sent it to review."""
    proposal = edit_proposal(change, user=user, spares_published=not may_publish(user))
    if _keeps_to_what_was_seen(change):
        proposal = only_as_seen(change, proposal)
    author = change.sent_by or user
    if _action(change) == Action.PUBLISH:
        publish_drafts(change=change, proposal=proposal, user=author, progress=progress)
        proposal = lifecycle_proposal(Action.PUBLISH, user=user, spares_drafts=True)
        if _keeps_to_what_was_seen(change):
            proposal = only_as_seen(change, proposal)
    work = delete_products if _action(change) == Action.DELETE else apply_change
    work(change=change, proposal=proposal, user=author, progress=progress)


def _keeps_to_what_was_seen(change: BulkChange) -> bool:
    return change.sent_at is not None and not change.details.get("with_changed")


def _action(change: BulkChange) -> str:
    return operations_of(change)[0].action


_OUTCOMES = ("changed", "unchanged", "refused")
