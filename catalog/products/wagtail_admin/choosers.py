"""Choosers of products and assets."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import chooser as snippet_views
from wagtail.snippets.widgets import AdminSnippetChooser

from catalog.products.models import Product
from catalog.schema.wagtail_admin.choosers import CatalogSnippetChooserViewSet, SearchedChoice
from media_library.wagtail_admin.assets import AssetChooserViewSet


class ProductChoice(SearchedChoice):
    """A product is found by its numbers, its name and its brand."""

    search_fields = ["part_number", "sku", "name", "brand__name"]
    select_related = ["brand"]

    @property
    def columns(self) -> list[Column]:
        """Title and SKU; the status would cost a query a row."""
        return [self.title_column, Column("sku", label=_("SKU"))]


class ChooseProductView(ProductChoice, snippet_views.ChooseView):
    """The dialog."""


class ChooseProductResultsView(ProductChoice, snippet_views.ChooseResultsView):
    """The results inside the dialog."""


class ProductChooserViewSet(CatalogSnippetChooserViewSet):
    """Chooses a product."""

    choose_view_class = ChooseProductView
    choose_results_view_class = ChooseProductResultsView


def product_chooser_widget() -> AdminSnippetChooser:
    """The input that chooses a product."""
    return AdminSnippetChooser(Product)


# Registered by the media library; here for its widget.
asset_chooser = AssetChooserViewSet("asset_chooser")
