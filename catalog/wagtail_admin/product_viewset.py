"""The product as a snippet."""

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from catalog.bulk.wagtail_admin.product_deletion import ProductDeleteView
from catalog.listing.wagtail_admin.urls import listing_urls
from catalog.listing.wagtail_admin.view import ProductIndexView
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.choosers import ProductChooserViewSet
from catalog.products.wagtail_admin.panels import product_tabs
from catalog.quality.wagtail_admin.value_explanation import ExplainedValueView
from catalog.revisions.wagtail_admin.concurrent_edits.urls import ConcurrentEditPages
from catalog.revisions.wagtail_admin.history.urls import HistoryPages
from catalog.schema.wagtail_admin.viewsets import CatalogSnippetViewSet
from catalog.wagtail_admin.product_reading import ProductInspectView
from catalog.wagtail_admin.product_views import (
    ProductCopyView,
    ProductCreateView,
    ProductEditView,
    ProductUnpublishView,
)


class ProductViewSet(ConcurrentEditPages, HistoryPages, CatalogSnippetViewSet):
    """Products with drafts, revisions, lock, workflow, preview and history."""

    model = Product
    icon = "cog"
    menu_label = _("Products")
    copy_view_enabled = True
    chooser_viewset_class = ProductChooserViewSet
    index_view_class = ProductIndexView
    index_template_name = "catalog/listing/index.html"
    index_results_template_name = "catalog/listing/index_results.html"
    edit_template_name = "catalog/products/product_edit.html"
    add_view_class = ProductCreateView
    edit_view_class = ProductEditView
    copy_view_class = ProductCopyView
    delete_view_class = ProductDeleteView
    inspect_view_enabled = True
    inspect_view_class = ProductInspectView
    inspect_template_name = ProductInspectView.template_name
    unpublish_view_class = ProductUnpublishView
    value_history_view_class = ExplainedValueView
    list_display = ["part_number"]
    list_export = ["sku", "brand", "part_number", "gtin", "name", "family", "status", "live"]
    search_fields = ["part_number", "sku", "name", "gtin"]

    def get_edit_handler(self) -> Panel:
        """The tabs, with the fields that follow from the family."""
        return product_tabs().bind_to_model(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        """With what stands over the listing."""
        return [*super().get_urlpatterns(), *listing_urls()]
