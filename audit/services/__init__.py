"""Writes of the audit room."""

from .acting import acting_as
from .following import follow_batch, follow_pending
from .replaying import followed_from_now
from .retention import trim_change_log
from .thinning import thin_history

__all__ = [
    "acting_as",
    "follow_batch",
    "follow_pending",
    "followed_from_now",
    "thin_history",
    "trim_change_log",
]
