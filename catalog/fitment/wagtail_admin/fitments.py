"""Fitments in the admin: a list over all products, and the panels that the product shares."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from catalog.fitment.models.fitment import Fitment
from catalog.fitment.wagtail_admin.choosers import vehicle_model_chooser
from catalog.products.wagtail_admin.product_parts import ProductPartViewSet
from catalog.products.wagtail_admin.tabs import PartRows, ProductTab


def fitment_panels() -> list:
    """The fields of a fitment; its model is chosen among those of its make."""
    chooser = vehicle_model_chooser.widget_class
    return [
        FieldRowPanel(
            [
                FieldPanel("make"),
                FieldPanel("model", widget=chooser(linked_fields={"make": LINKED_MAKE})),
            ]
        ),
        FieldRowPanel(["year_from", "year_to", "position", "quantity"]),
        FieldRowPanel(["submodel", "engine", "drive", "body"]),
        FieldPanel("note"),
    ]


# The field of the make beside the field of the model, also inside a list of fitments.
LINKED_MAKE = {"match": r"^id_(?:.+-)?", "append": "make"}

FITMENT_TAB = ProductTab(
    heading=_("Fitment"),
    rows=[
        PartRows(part="fitments", heading=_("Fitment"), label=_("Fitment"), panels=fitment_panels),
    ],
)


class FitmentViewSet(ProductPartViewSet):
    """Fitments of all products."""

    model = Fitment
    icon = "link"
    menu_label = _("Fitments")
    select_related = ["product__brand", "make", "model__make"]
    list_display = [
        "__str__",
        Column("product", label=_("Product")),
        Column("years", label=_("Years"), accessor=lambda row: f"{row.year_from}–{row.year_to}"),
        "position",
        "quantity",
        "note",
    ]
    list_filter = ["make", "year_from", "year_to"]
    search_fields = ["product__part_number", "product__sku", "make__name", "model__name"]
    ordering = "-pk"

    def get_edit_handler(self):
        """The product, then the fields that the product's own form shows as well."""
        self.panels = ["product", *fitment_panels()]
        return super().get_edit_handler()
