"""Registers with the Wagtail admin what every room uses."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.ui.components import Component

from console.signed_in import SignedInRequest
from console.wagtail_admin.inbox.panel import InboxPanel


@hooks.register("register_admin_urls")
def register_inbox_urls() -> list[URLPattern | URLResolver]:
    return [path("inbox/", include("console.wagtail_admin.inbox.urls"))]


@hooks.register("register_admin_urls")
def register_finding_urls() -> list[URLPattern | URLResolver]:
    return [path("find/", include("console.wagtail_admin.finding.urls"))]


@hooks.register("register_admin_search_area")
def register_find_area() -> SearchArea:
    """The first of them is what the box in the menu asks."""
    return SearchArea(
        _("Everything"),
        reverse("console_finding:find"),
        name="everything",
        icon_name="search",
        order=0,
    )


@hooks.register("insert_global_admin_js")
def load_find_dialog() -> str:
    return format_html(
        '<script defer src="{}" data-results="{}" data-page="{}" data-label="{}" data-empty="{}">'
        "</script>",
        static("console/find.js"),
        reverse("console_finding:find_results"),
        reverse("console_finding:find"),
        _("Find anything"),
        _("Products by any spelling of a number, files, customers, feeds, settings and more."),
    )


@hooks.register("register_admin_menu_item")
def register_inbox_menu_item() -> MenuItem:
    return MenuItem(
        _("Inbox"), reverse("console_inbox:list"), name="inbox", icon_name="mail", order=10
    )


@hooks.register("construct_homepage_panels")
def add_inbox_panel(request: SignedInRequest, panels: list[Component]) -> None:
    """What waits for the person comes first."""
    panels.append(InboxPanel())


@hooks.register("insert_global_admin_js")
def load_inbox_count() -> str:
    return format_html(
        '<script defer src="{}" data-count="{}" data-inbox="{}"></script>',
        static("console/inbox_count.js"),
        reverse("console_inbox:count"),
        reverse("console_inbox:list"),
    )


@hooks.register("insert_global_admin_css")
def load_console_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("console/console.css"))
