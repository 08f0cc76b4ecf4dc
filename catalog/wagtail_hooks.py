"""Registers the catalog with the Wagtail admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .models import Product
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


@hooks.register("insert_editor_js")
def value_origin_js() -> str:
    """The button beside each field of a product that tells where its value comes from."""
    return format_html(
        '<link rel="stylesheet" href="{}"><script defer src="{}" data-fields="{}" data-label="{}"'
        ' data-close="{}" data-failed="{}"></script>',
        static("catalog/admin/history.css"),
        static("catalog/admin/value_origin.js"),
        " ".join(field.name for field in Product._meta.fields if field.editable),
        _("Where this value comes from"),
        _("Close"),
        _("The history could not be read. Check the connection and try again."),
    )
