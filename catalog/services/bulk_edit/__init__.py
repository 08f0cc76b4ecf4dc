"""Bulk edits: chosen products, what is done with them, a counted preview, one job, one undo."""

from .copies import can_copy
from .editing import (
    apply_bulk_edit,
    count_bulk_edit,
    create_bulk_edit,
    discard_bulk_edit,
    prepare_bulk_edit,
    start_applying,
    start_counting,
    start_undoing,
    undo_bulk_edit,
)
from .operations import FIELD_ACTIONS, PRODUCT, VALUES, Action, Operation, actions_of, operations_of
from .rights import may_do, may_publish, refusal, undo_refusal

__all__ = [
    "FIELD_ACTIONS",
    "PRODUCT",
    "VALUES",
    "Action",
    "Operation",
    "actions_of",
    "apply_bulk_edit",
    "can_copy",
    "count_bulk_edit",
    "create_bulk_edit",
    "discard_bulk_edit",
    "may_do",
    "may_publish",
    "operations_of",
    "prepare_bulk_edit",
    "refusal",
    "start_applying",
    "start_counting",
    "start_undoing",
    "undo_bulk_edit",
    "undo_refusal",
]
