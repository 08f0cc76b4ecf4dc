"""Registers the catalog with the Wagtail admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .wagtail_admin.choosers import CHOOSERS
from .wagtail_admin.menu import CatalogGroup, CustomersGroup

hooks.register("register_admin_viewset", lambda: CHOOSERS)
register_snippet(CatalogGroup)
register_snippet(CustomersGroup)
