"""Registers the subject with the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from console.wagtail_admin.menu import PermittedMenuItem


@hooks.register("register_admin_urls")
def register_duplicates_urls() -> list[URLPattern | URLResolver]:
    return [path("catalog/duplicates/", include("catalog.duplicates.wagtail_admin.urls"))]


@hooks.register("register_permissions")
def register_duplicates_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="catalog",
        codename__in=["view_duplicatecandidate", "change_duplicatecandidate"],
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
