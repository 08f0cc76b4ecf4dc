"""Segments in the admin."""

from django.utils.translation import gettext_lazy as _

from catalog.models import Segment

from .viewsets import ReferenceViewSet


class SegmentViewSet(ReferenceViewSet):
    """Named product filters."""

    model = Segment
    icon = "sliders"
    menu_label = _("Segments")
    list_display = ["name", "code", "description"]
    search_fields = ["name", "code"]
    panels = ["name", "code", "description"]
