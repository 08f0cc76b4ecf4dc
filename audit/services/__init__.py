"""Writes of the audit room."""

from .acting import acting_as
from .following import follow_batch, follow_pending
from .replaying import followed_from_now
from .retention import trim_change_log

__all__ = ["acting_as", "follow_batch", "follow_pending", "followed_from_now", "trim_change_log"]
