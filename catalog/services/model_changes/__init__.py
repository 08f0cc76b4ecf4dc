"""Changes of the model that touch values: planned and counted, applied by a job, undone exactly.

Attributes leave a family, an attribute is deleted or gets another type (or becomes the same or
different by language and channel), an option takes the place of another, a channel
goes. The products are written and recorded by `catalog.services.bulk_changes`, the records of the
model kept in the change; one transaction.
"""

from .operations import (
    Operation,
    plan_channel_removal,
    plan_deletion,
    plan_removal,
    plan_replacement,
    plan_retyping,
)
from .previewing import Preview, preview
from .records import uses_in_the_way
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
    "plan_channel_removal",
    "plan_deletion",
    "plan_removal",
    "plan_replacement",
    "plan_retyping",
    "preview",
    "refusal",
    "start_model_change",
    "start_undoing_model_change",
    "undo_model_change",
    "uses_in_the_way",
]
