"""The form of a product while others edit the same one."""

from .urls import ConcurrentEditPages
from .views import MergingCreateView, MergingEditView

__all__ = ["ConcurrentEditPages", "MergingCreateView", "MergingEditView"]
