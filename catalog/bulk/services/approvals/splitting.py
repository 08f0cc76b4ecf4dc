"""Parts a bulk edit in review in two, of which each is decided by itself."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import ngettext

from catalog.bulk.models import ApprovalStep, BulkChange, BulkChangeRow
from catalog.bulk.services.approvals.keeping import kept_counts

_COPIED = [
    "kind",
    "title",
    "operations",
    "details",
    "started_by",
    "sent_by",
    "sent_at",
    "note",
    "state",
]


def split_rows(change: BulkChange, product_ids: Collection[int]) -> BulkChange:
    """Make these products of `change`, which is locked, a bulk edit of their own in its state.

    It has the steps of the other, passed and waiting. In the caller's transaction.
    """
    part = BulkChange(split_from=change, **{name: getattr(change, name) for name in _COPIED})
    part.details = {name: value for name, value in change.details.items() if name != "samples"}
    part.save()
    _waiting(change).filter(product_id__in=product_ids).update(change=part)
    part.counts = kept_counts(part)
    part.selection = ngettext("%(count)d product", "%(count)d products", part.counts["selected"])
    part.selection %= {"count": part.counts["selected"]}
    part.current_step = _copy_steps(change, part)
    part.save()
    change.counts = kept_counts(change)
    change.save(update_fields=["counts"])
    return part


def waiting_count(change: BulkChange, product_ids: Collection[int]) -> int:
    """How many of these products `change` would change."""
    return _waiting(change).filter(product_id__in=product_ids).count()


def _waiting(change: BulkChange) -> QuerySet[BulkChangeRow]:
    return change.rows.filter(outcome=BulkChangeRow.Outcome.WAITING)


def _copy_steps(change: BulkChange, part: BulkChange) -> ApprovalStep | None:
    current = None
    for step in change.steps.all():
        is_current = step.pk == change.current_step_id
        step.pk, step.change = None, part
        step._state.adding = True
        step.save()
        current = step if is_current else current
    return current
