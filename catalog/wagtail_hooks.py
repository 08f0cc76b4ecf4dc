"""Registers the catalog with the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from catalog.bulk.wagtail_admin.bulk_actions import BULK_ACTIONS
from catalog.listing.wagtail_admin.product_references import products_naming
from catalog.products.models import Product
from catalog.products.wagtail_admin.permissions import sees_products
from catalog.quality.wagtail_admin.refusing import RefusalFormatter
from catalog.revisions.wagtail_admin.concurrent_edits.report import ClashesPanel
from catalog.revisions.wagtail_admin.reviews.panels import WaitingPanel
from catalog.revisions.wagtail_admin.reviews.waiting import ReviewsMenuItem
from catalog.schema_changes.wagtail_admin.schema_changes import schema_change_urls
from catalog.schema_changes.wagtail_admin.schema_file import schema_file_urls
from catalog.segments.wagtail_admin.builder import urls as segment_builder
from catalog.wagtail_admin.registered_choosers import CHOOSERS
from console.listings import register_listing
from console.wagtail_admin.menu import PermittedMenuItem

from .wagtail_admin.menu import CatalogGroup, CustomersGroup

register_listing(Product, products_naming)
hooks.register("register_admin_viewset", lambda: CHOOSERS)
register_snippet(CatalogGroup)
register_snippet(CustomersGroup)
for action in BULK_ACTIONS:
    # After Wagtail's own, of which one is replaced.
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("insert_global_admin_css")
def catalog_css() -> str:
    """The few rules that Wagtail's own styles leave out."""
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        ((static(f"catalog/admin/{name}.css"),) for name in ("catalog", "listings")),
    )


@hooks.register("insert_editor_js")
def value_origin_js() -> str:
    """The button beside each field of a product that tells where its value comes from."""
    return format_html(
        '<link rel="stylesheet" href="{}"><script defer src="{}" data-fields="{}" data-label="{}"'
        ' data-close="{}" data-failed="{}"></script>',
        static("catalog/revisions/history.css"),
        static("catalog/revisions/value_origin.js"),
        " ".join(field.name for field in Product._meta.fields if field.editable),
        _("Where this value comes from"),
        _("Close"),
        _("The history could not be read. Check the connection and try again."),
    )


@hooks.register("register_admin_urls")
def register_duplicates_urls() -> list[URLPattern | URLResolver]:
    return [path("catalog/duplicates/", include("catalog.duplicates.wagtail_admin.urls"))]


@hooks.register("register_admin_urls")
def register_schema_change_urls() -> list[URLResolver]:
    pages = (schema_change_urls(), "catalog_modelchange")
    return [path("catalog/model-change/", include(pages, namespace="catalog_modelchange"))]


@hooks.register("register_admin_urls")
def register_model_file_urls() -> list[URLResolver]:
    pages = (schema_file_urls(), "catalog_model")
    return [path("catalog/model/", include(pages, namespace="catalog_model"))]


@hooks.register("register_permissions")
def register_model_file_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="catalog", codename="exchange_model")


@hooks.register("register_permissions")
def register_duplicates_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="catalog",
        codename__in=["view_duplicatecandidate", "change_duplicatecandidate"],
    )


@hooks.register("register_admin_urls")
def register_reviews_urls() -> list[URLPattern | URLResolver]:
    return [path("catalog/reviews/", include("catalog.revisions.wagtail_admin.reviews.urls"))]


@hooks.register("register_reports_menu_item")
def register_reviews_menu_item() -> MenuItem:
    return ReviewsMenuItem(
        _("Waiting for review"), reverse("catalog_reviews:list"), icon_name="tasks", order=90
    )


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    """What waits for the person's approval or decision comes first on the dashboard."""
    if sees_products(request.user):
        panels.append(WaitingPanel())
    if request.user.has_perm("catalog.change_product"):
        panels.append(ClashesPanel())


@hooks.register("register_admin_urls")
def register_clashes_urls() -> list[URLPattern | URLResolver]:
    return [
        path("catalog/clashes/", include("catalog.revisions.wagtail_admin.concurrent_edits.urls"))
    ]


@hooks.register("register_reports_menu_item")
def register_clashes_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Clashing edits"),
        reverse("catalog_clashes:list"),
        permission="catalog.change_product",
        icon_name="warning",
        order=91,
    )


@hooks.register("register_reports_menu_item")
def register_duplicates_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Duplicates"),
        reverse("catalog_duplicates:list"),
        permission="catalog.view_duplicatecandidate",
        icon_name="copy",
        order=120,
    )


@hooks.register("register_admin_urls")
def segment_builder_urls() -> list[URLResolver]:
    """What the builder of filters asks."""
    patterns = (segment_builder.urlpatterns, "catalog_segment_builder")
    return [path("catalog/segment-builder/", include(patterns))]


@hooks.register("register_admin_urls")
def quality_urls() -> list[URLPattern | URLResolver]:
    """The reports on completeness and quality, and the panel of the product form."""
    return [path("catalog/quality/", include("catalog.quality.wagtail_admin.urls"))]


@hooks.register("register_reports_menu_item")
def completeness_menu_item() -> MenuItem:
    """How complete the catalog is."""
    return PermittedMenuItem(
        _("Completeness"),
        reverse("catalog_quality:completeness"),
        permission="catalog.view_product",
        icon_name="tasks",
        order=120,
    )


@hooks.register("register_reports_menu_item")
def quality_menu_item() -> MenuItem:
    """Which quality rules are broken."""
    return PermittedMenuItem(
        _("Quality"),
        reverse("catalog_quality:quality"),
        permission="catalog.view_qualityrule",
        icon_name="tasks",
        order=121,
    )


@hooks.register("register_permissions")
def quality_permissions() -> QuerySet[Permission]:
    """Who may see the issues of products."""
    return Permission.objects.filter(
        content_type__app_label="catalog",
        codename__in=["view_qualityissue", "view_qualityrule"],
    )


@hooks.register("register_log_actions")
def quality_log_actions(actions: LogActionRegistry) -> None:
    """What the history of a product tells of publishing."""
    actions.register_action("catalog.publish.refused")(RefusalFormatter)
