"""Registers the catalog with the Wagtail admin: each subject its own, then what all share."""

from django.templatetags.static import static
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.snippets.models import register_snippet

# Wagtail looks for this name in applications alone; hooks of one order run in that of this list.
import catalog.bulk.wagtail_hooks
import catalog.duplicates.wagtail_hooks
import catalog.pricing.wagtail_hooks
import catalog.products.wagtail_hooks
import catalog.quality.wagtail_hooks
import catalog.revisions.wagtail_hooks
import catalog.schema_changes.wagtail_hooks
import catalog.segments.wagtail_hooks  # noqa: F401 - this and those above register
from catalog.wagtail_admin.menu import CatalogGroup, CustomersGroup
from catalog.wagtail_admin.registered_choosers import CHOOSERS

hooks.register("register_admin_viewset", lambda: CHOOSERS)
register_snippet(CatalogGroup)
register_snippet(CustomersGroup)


@hooks.register("insert_global_admin_css")
def catalog_css() -> str:
    """The few rules that Wagtail's own styles leave out."""
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        ((static(f"catalog/admin/{name}.css"),) for name in ("catalog", "listings")),
    )
