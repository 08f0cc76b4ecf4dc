from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from console.wagtail_admin.menu import PermittedMenuItem


@hooks.register("register_admin_urls")
def register_change_log_urls() -> list[URLPattern | URLResolver]:
    return [path("change-log/", include("audit.wagtail_admin.urls"))]


@hooks.register("register_permissions")
def register_change_log_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="audit", codename="view_changelogentry"
    )


@hooks.register("register_reports_menu_item")
def register_change_log_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Change log"),
        reverse("audit:change_log"),
        permission="audit.view_changelogentry",
        icon_name="history",
        order=110,
    )
