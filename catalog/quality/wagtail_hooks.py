"""Registers the subject with the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from console.wagtail_admin.menu import PermittedMenuItem


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
