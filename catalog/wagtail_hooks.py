"""Registers the catalog with the Wagtail admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .wagtail_admin.bulk_actions import BULK_ACTIONS
from .wagtail_admin.choosers import CHOOSERS
from .wagtail_admin.menu import CatalogGroup, CustomersGroup

hooks.register("register_admin_viewset", lambda: CHOOSERS)
register_snippet(CatalogGroup)
register_snippet(CustomersGroup)
for action in BULK_ACTIONS:
    # After Wagtail's own, of which one is replaced.
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("insert_global_admin_css")
def catalog_css() -> str:
    """The few rules that Wagtail's own styles leave out."""
    return format_html('<link rel="stylesheet" href="{}">', static("catalog/admin/catalog.css"))
