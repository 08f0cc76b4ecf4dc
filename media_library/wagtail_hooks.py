"""Registrations of the media library with Wagtail."""

from wagtail import hooks

from .wagtail_admin.assets import AssetChooserViewSet
from .wagtail_admin.menu import MOVED_ITEMS, AssetsGroup


@hooks.register("register_admin_viewset")
def register_assets_group() -> AssetsGroup:
    return AssetsGroup()


@hooks.register("register_admin_viewset")
def register_asset_chooser() -> AssetChooserViewSet:
    return AssetChooserViewSet("asset_chooser")


@hooks.register("construct_main_menu")
def move_libraries_under_assets(request, menu_items) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in MOVED_ITEMS]
