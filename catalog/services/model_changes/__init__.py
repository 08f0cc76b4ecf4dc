"""Changes of the model that touch values: planned and counted, applied by a job, undone exactly.

Three kinds: attributes leave a family, an attribute is deleted, an attribute gets another type (or
becomes the same or different by language and channel). The products are written and recorded by
`catalog.services.bulk_changes`, the records of the model kept in the change; one transaction.
"""

from .operations import Operation, plan_deletion, plan_removal, plan_retyping
from .previewing import Preview, preview
from .rights import refusal
from .running import (
    apply_model_change,
    discard_model_change,
    start_model_change,
    start_undoing_model_change,
    undo_model_change,
)

__all__ = [
    "Operation",
    "Preview",
    "apply_model_change",
    "discard_model_change",
    "plan_deletion",
    "plan_removal",
    "plan_retyping",
    "preview",
    "refusal",
    "start_model_change",
    "start_undoing_model_change",
    "undo_model_change",
]
