"""Writes of the audit room."""

from .acting import acting_as
from .following import follow_batch, follow_pending
from .retention import trim_change_log

__all__ = ["acting_as", "follow_batch", "follow_pending", "trim_change_log"]
