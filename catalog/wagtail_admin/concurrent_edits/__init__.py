"""The form of a product while others edit the same one."""

from .offers import ShowsOffers
from .urls import ConcurrentEditPages
from .views import MergingCreateView, MergingEditView

__all__ = ["ConcurrentEditPages", "MergingCreateView", "MergingEditView", "ShowsOffers"]
