from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from console.wagtail_admin.menu import PermittedMenuItem


@hooks.register("register_admin_urls")
def register_job_urls() -> list[URLPattern | URLResolver]:
    return [path("jobs/", include("jobs.wagtail_admin.urls"))]


@hooks.register("register_permissions")
def register_job_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="jobs", codename__in=["view_job", "change_job", "view_workerbeat"]
    )


@hooks.register("register_reports_menu_item")
def register_jobs_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Jobs"), reverse("jobs:list"), permission="jobs.view_job", icon_name="cogs", order=100
    )


@hooks.register("register_reports_menu_item")
def register_system_health_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("System health"),
        reverse("jobs:system_health"),
        permission="jobs.view_workerbeat",
        icon_name="desktop",
        order=120,
    )


@hooks.register("insert_global_admin_js")
def load_progress_script() -> str:
    return format_html('<script defer src="{}"></script>', static("jobs/progress.js"))


@hooks.register("insert_global_admin_css")
def load_progress_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("jobs/progress.css"))
