"""Bisects a set-wise write that a constraint refuses, down to the products at fault."""

from collections.abc import Callable, Sequence
from functools import partial

from django.db import IntegrityError, transaction

from catalog.bulk.models import BulkChange, BulkChangeRow
from catalog.bulk.services.changes.relatives import FAMILY, relatives
from catalog.bulk.services.changes.writing import Written, lock_span
from console.postgresql.database_reasons import database_reason

Outcome = BulkChangeRow.Outcome
# Writes the products from a first to a last one, or those `only` among them.
Write = Callable[..., Written]


def bisect_write(
    change: BulkChange, first: int, last: int, write: Write, *, undoes: bool = False
) -> Written:
    """Write the products from `first` to `last` by calling `write(first, last)`.

    Where the database refuses them (a unique value, a number or the axes of a variant were taken
    meanwhile), their halves are written, down to the one product that clashes: its row is refused,
    or is a conflict of the undo, and says what is taken by whom. A change of the schema is made as
    a whole or not at all. In the caller's transaction.
    """
    waiting = Outcome.CHANGED if undoes else Outcome.WAITING
    lock_span(change, waiting, first=first, last=last)
    if FAMILY in change.columns:
        groups = relatives(change, waiting, first=first, last=last)
        return _write_groups(change, groups, waiting, partial(write, first, last))
    return _write_part(change, first, last, waiting, write)


def _write_part(change: BulkChange, first: int, last: int, waiting: str, write: Write) -> Written:
    try:
        with transaction.atomic():
            return write(first, last)
    except IntegrityError as error:
        if waiting == Outcome.WAITING and change.kind == BulkChange.Kind.MODEL_CHANGE:
            raise
        rows = change.rows.filter(outcome=waiting, product_id__range=(first, last))
        keys = list(rows.order_by("product_id").values_list("product_id", flat=True))
        if len(keys) <= 1:
            return _leave(change, keys, waiting, error)
    last_of_half = keys[len(keys) // 2 - 1]
    halves = (first, last_of_half), (last_of_half + 1, last)
    one, other = (_write_part(change, *half, waiting, write) for half in halves)
    return one + other


def _write_groups(
    change: BulkChange, groups: Sequence[Sequence[int]], waiting: str, write: Write
) -> Written:
    """The same, where products that are related are written or refused as one."""
    keys = [key for group in groups for key in group]
    try:
        with transaction.atomic():
            return write(only=keys)
    except IntegrityError as error:
        if len(groups) <= 1:
            return _leave(change, keys, waiting, error)
    middle = len(groups) // 2
    one, other = (
        _write_groups(change, half, waiting, write) for half in (groups[:middle], groups[middle:])
    )
    return one + other


def _leave(change: BulkChange, keys: Sequence[int], waiting: str, error: IntegrityError) -> Written:
    left = Outcome.CONFLICT if waiting == Outcome.CHANGED else Outcome.REFUSED
    rows = change.rows.filter(product_id__in=keys)
    rows.update(outcome=left, reasons=[database_reason(error)])
    return Written(counts=(0, 0, len(keys)), drafts=[])
