"""The "Feeds" menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .feeds import FeedViewSet
from .runs import FeedRunViewSet


class FeedsGroup(ModelViewSetGroup):
    """What goes out."""

    menu_label = _("Feeds")
    menu_name = "feeds"
    menu_icon = "upload"
    menu_order = 300
    items = [FeedViewSet, FeedRunViewSet]
