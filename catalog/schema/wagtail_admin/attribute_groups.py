"""Attribute groups in the admin."""

from django.utils.translation import gettext_lazy as _

from catalog.schema.models import AttributeGroup
from catalog.schema.wagtail_admin.viewsets import ReferenceViewSet


class AttributeGroupViewSet(ReferenceViewSet):
    """Attribute groups."""

    model = AttributeGroup
    icon = "list-ul"
    menu_label = _("Attribute groups")
    list_display = ["label", "code", "sort_order"]
    search_fields = ["label", "code"]
    panels = ["label", "code", "sort_order", "labels"]
