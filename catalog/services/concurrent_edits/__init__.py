"""Two people edit one product at once: edits of different fields both stay, the same field asks."""

from .forms import (
    OvertakenError,
    drop_old_forms,
    keep_pending,
    open_form,
    opened_form,
    renew_form,
    take_turn,
)
from .merging import Merge, merge_edits
from .saving import (
    ConflictError,
    JoinedError,
    LockedError,
    changed_by_others,
    clashes_of,
    resolve,
    save_merged,
)

__all__ = [
    "ConflictError",
    "JoinedError",
    "LockedError",
    "Merge",
    "OvertakenError",
    "changed_by_others",
    "clashes_of",
    "drop_old_forms",
    "keep_pending",
    "merge_edits",
    "open_form",
    "opened_form",
    "renew_form",
    "resolve",
    "save_merged",
    "take_turn",
]
