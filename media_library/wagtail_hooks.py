"""Registrations of the media library with Wagtail."""

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter

from .models import Asset, DocumentFile
from .publication import access_to
from .wagtail_admin.api import SeenDocuments, SeenImages
from .wagtail_admin.assets import AssetChooserViewSet
from .wagtail_admin.menu import MOVED_ITEMS, AssetsGroup


@hooks.register("register_admin_viewset")
def register_assets_group() -> AssetsGroup:
    return AssetsGroup()


@hooks.register("register_admin_viewset")
def register_asset_chooser() -> AssetChooserViewSet:
    return AssetChooserViewSet("asset_chooser")


@hooks.register("insert_global_admin_css")
def media_library_css() -> str:
    """The few rules that Wagtail's own styles of uploads leave out."""
    return format_html('<link rel="stylesheet" href="{}">', static("media_library/admin.css"))


@hooks.register("construct_main_menu")
def move_libraries_under_assets(request, menu_items) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in MOVED_ITEMS]


@hooks.register("before_serve_document", order=-1)
def serve_only_to_who_may_have_it(document: DocumentFile, request: HttpRequest) -> None:
    """The rule of all files; restrictions of the collection are asked after it."""
    if not access_to(Asset.objects.filter(document=document), request):
        raise Http404(_("Document not found."))


@hooks.register("construct_admin_api", order=1)
def register_seen_files(router: WagtailAPIRouter) -> None:
    """In the place of Wagtail's own, which are registered before."""
    router.register_endpoint("images", SeenImages)
    router.register_endpoint("documents", SeenDocuments)
