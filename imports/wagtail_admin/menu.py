"""The "Imports" menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .profiles import ImportProfileViewSet
from .runs import ImportRunViewSet


class ImportsGroup(ModelViewSetGroup):
    """What comes in."""

    menu_label = _("Imports")
    menu_name = "imports"
    menu_icon = "download"
    menu_order = 350
    items = [ImportRunViewSet, ImportProfileViewSet]
