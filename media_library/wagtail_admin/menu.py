"""The menu "Assets": our listing and Wagtail's three libraries."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import policy_registry

from media_library.models import DocumentFile, ImageFile, MediaFile

from .assets import AssetViewSet

MOVED_ITEMS = ("images", "documents", "media")


class LibraryMenuItem(MenuItem):
    """A link to one of Wagtail's libraries, for those who may do something there."""

    def __init__(self, model, *args, **kwargs):
        self.model = model
        super().__init__(*args, **kwargs)

    def is_shown(self, request) -> bool:
        """Whether the user may add, change or delete something in the library."""
        policy = policy_registry.get_by_type(self.model)
        return policy.user_has_any_permission(request.user, ["add", "change", "delete"])


class AssetsGroup(ModelViewSetGroup):
    """All that has to do with files."""

    menu_label = _("Assets")
    menu_icon = "folder-open-inverse"
    menu_order = 200
    items = (AssetViewSet,)

    def get_submenu_items(self) -> list[MenuItem]:
        """Our listing first, then the libraries."""
        libraries = [
            (ImageFile, _("Images"), "wagtailimages:index", "image"),
            (DocumentFile, _("Documents"), "wagtaildocs:index", "doc-full-inverse"),
            (MediaFile, _("Video and audio"), "wagtailmedia:index", "media"),
        ]
        return [
            *super().get_submenu_items(),
            *(
                LibraryMenuItem(
                    model, label, reverse_lazy(url), icon_name=icon, order=200 + position
                )
                for position, (model, label, url, icon) in enumerate(libraries)
            ),
        ]
