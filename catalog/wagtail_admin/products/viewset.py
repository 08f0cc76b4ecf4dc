"""The product as a snippet."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.admin.ui.tables import Column

from catalog.models import Product

from ..choosers import ProductChooserViewSet
from ..fitments import fitment_panels
from ..prices import PRICE_PANELS
from ..viewsets import CatalogSnippetViewSet


class ProductViewSet(CatalogSnippetViewSet):
    """Products with drafts, revisions, lock, workflow, preview and history."""

    model = Product
    icon = "cog"
    menu_label = _("Products")
    copy_view_enabled = True
    chooser_viewset_class = ProductChooserViewSet
    select_related = ["brand", "family", "latest_revision"]
    list_display = [
        "part_number",
        "name",
        Column("brand", label=_("Brand"), sort_key="brand__name"),
        Column("family", label=_("Family"), sort_key="family__label"),
        "status",
    ]
    list_filter = ["brand", "family", "status", "live"]
    search_fields = ["part_number", "sku", "name", "gtin"]
    ordering = ["-updated_at", "-id"]

    def get_edit_handler(self):
        """The tabs of the form."""
        self.edit_handler = TabbedInterface(
            [
                ObjectList(
                    [
                        "brand",
                        "part_number",
                        "sku",
                        "gtin",
                        "name",
                        "description",
                        "status",
                        "family",
                        "category",
                        "additional_categories",
                        "parent",
                        PublishingPanel(),
                    ],
                    heading=_("Content"),
                ),
                ObjectList(
                    [InlinePanel("fitments", panels=fitment_panels())], heading=_("Fitment")
                ),
                ObjectList([InlinePanel("prices", panels=PRICE_PANELS)], heading=_("Prices")),
                ObjectList(
                    [InlinePanel("asset_links", panels=["asset", "role"])], heading=_("Assets")
                ),
                ObjectList(
                    [
                        InlinePanel("relations", panels=["kind", "target", "quantity"]),
                        InlinePanel("interchanges", panels=["brand_name", "number"]),
                    ],
                    heading=_("Relations"),
                ),
                ObjectList([InlinePanel("packages")], heading=_("Packages")),
            ]
        )
        return super().get_edit_handler()
