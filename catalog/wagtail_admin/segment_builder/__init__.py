"""The builder of filters: a form field with its widget, and what the widget asks the server."""

from .fields import ConditionField, SegmentFilterField, SegmentFilterWidget
from .urls import urlpatterns

__all__ = ["ConditionField", "SegmentFilterField", "SegmentFilterWidget", "urlpatterns"]
