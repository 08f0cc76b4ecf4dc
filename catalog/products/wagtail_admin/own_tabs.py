"""The tabs of the parts that the subject itself has."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel

from catalog.products.wagtail_admin.tabs import PartRows, ProductTab

OWN_TABS = (
    ProductTab(
        heading=_("Assets"),
        rows=[
            PartRows(
                part="asset_links",
                heading=_("Assets"),
                label=_("Asset"),
                panels=lambda: [FieldRowPanel(["asset", "role"])],
            ),
        ],
    ),
    ProductTab(
        heading=_("Relations"),
        rows=[
            PartRows(
                part="relations",
                heading=_("Relations to other products"),
                label=_("Relation"),
                panels=lambda: [FieldRowPanel(["kind", "target", "quantity"])],
            ),
            PartRows(
                part="interchanges",
                heading=_("Interchange numbers"),
                label=_("Interchange number"),
                panels=lambda: [FieldRowPanel(["brand_name", "number"])],
            ),
        ],
    ),
    ProductTab(
        heading=_("Packages"),
        rows=[
            PartRows(
                part="packages",
                heading=_("Packages"),
                label=_("Package"),
                panels=lambda: [
                    FieldRowPanel(["level", "quantity", "gtin"]),
                    FieldRowPanel(["length", "width", "height", "weight"]),
                ],
            ),
        ],
    ),
)
