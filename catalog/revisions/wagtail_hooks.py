"""Registers the subject with the Wagtail admin."""

from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from catalog.products.models import Product
from console.wagtail_admin.menu import PermittedMenuItem


@hooks.register("insert_editor_js")
def value_origin_js() -> str:
    """The button beside each field of a product that explains its value."""
    fields = " ".join(field.name for field in Product._meta.fields if field.editable)
    return render_to_string("catalog/revisions/history/explain_js.html", {"fields": fields})


@hooks.register("register_admin_urls")
def register_reviews_urls() -> list[URLPattern | URLResolver]:
    return [path("catalog/reviews/", include("catalog.revisions.wagtail_admin.reviews.urls"))]


@hooks.register("register_admin_urls")
def register_clashes_urls() -> list[URLPattern | URLResolver]:
    return [
        path("catalog/clashes/", include("catalog.revisions.wagtail_admin.concurrent_edits.urls"))
    ]


@hooks.register("register_reports_menu_item")
def register_clashes_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Edit conflicts"),
        reverse("catalog_clashes:list"),
        permission="catalog.change_product",
        icon_name="warning",
        order=91,
    )
