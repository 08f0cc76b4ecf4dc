"""The product as a snippet."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.ui.tables import Column, DateColumn, LiveStatusTagColumn

from catalog.models import Product

from ..choosers import ProductChooserViewSet
from ..history import HistoryPages
from ..viewsets import CatalogSnippetViewSet
from .listing import ProductFilterSet, ProductIndexView
from .panels import product_tabs
from .views import ProductCopyView, ProductCreateView, ProductEditView


class ProductViewSet(HistoryPages, CatalogSnippetViewSet):
    """Products with drafts, revisions, lock, workflow, preview and history."""

    model = Product
    icon = "cog"
    menu_label = _("Products")
    copy_view_enabled = True
    chooser_viewset_class = ProductChooserViewSet
    index_view_class = ProductIndexView
    add_view_class = ProductCreateView
    edit_view_class = ProductEditView
    copy_view_class = ProductCopyView
    filterset_class = ProductFilterSet
    select_related = ["brand", "family", "latest_revision"]
    list_display = [
        "part_number",
        Column("brand", label=_("Brand"), sort_key="brand__name"),
        Column("name", label=_("Name"), sort_key="name"),
        Column("sku", label=_("SKU"), sort_key="sku"),
        Column("family", label=_("Family"), sort_key="family__label"),
        Column("status", label=_("Life cycle"), accessor="get_status_display", sort_key="status"),
        DateColumn("updated_at", label=_("Updated"), sort_key="updated_at"),
        LiveStatusTagColumn(),
    ]
    list_export = ["sku", "brand", "part_number", "gtin", "name", "family", "status", "live"]
    search_fields = ["part_number", "sku", "name", "gtin"]
    ordering = ["-updated_at", "-id"]

    def get_edit_handler(self) -> Panel:
        """The tabs, with the fields that follow from the family."""
        return product_tabs().bind_to_model(self.model)
