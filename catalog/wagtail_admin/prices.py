"""Price lists, prices and customer terms in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from catalog.models import CustomerTerms, Price, PriceList

from .product_parts import ProductPartViewSet
from .viewsets import CatalogSnippetViewSet, ReferenceViewSet

PRICE_PANELS = [
    FieldRowPanel(["price_list", "customer"]),
    FieldRowPanel(["minimum_quantity", "amount"]),
    FieldRowPanel(["valid_from", "valid_until"]),
]


class PriceListViewSet(CatalogSnippetViewSet):
    """Price lists."""

    model = PriceList
    icon = "list-ol"
    menu_label = _("Price lists")
    list_display = [
        "name",
        "code",
        "currency",
        BooleanColumn("is_public", label=_("Public"), sort_key="is_public"),
    ]
    search_fields = ["name", "code"]
    panels = ["name", "code", "currency", "is_public"]


class PriceViewSet(ProductPartViewSet):
    """Prices of all products."""

    model = Price
    icon = "decimal"
    menu_label = _("Prices")
    select_related = ["product__brand", "price_list", "customer"]
    list_display = [
        "product",
        Column("price_list", label=_("Price list"), sort_key="price_list__name"),
        Column("customer", label=_("Customer"), sort_key="customer__name"),
        "minimum_quantity",
        "amount",
        "valid_from",
        "valid_until",
    ]
    list_filter = ["price_list", "customer"]
    search_fields = ["product__part_number", "product__sku", "customer__name"]
    panels = ["product", *PRICE_PANELS]
    ordering = "-pk"


class CustomerTermsViewSet(ReferenceViewSet):
    """Which price list and assortment a customer has."""

    model = CustomerTerms
    icon = "group"
    menu_label = _("Customer terms")
    select_related = ["customer", "price_list", "assortment"]
    list_display = [
        "__str__",
        Column("price_list", label=_("Price list"), sort_key="price_list__name"),
        Column("assortment", label=_("Assortment"), sort_key="assortment__name"),
    ]
    list_filter = ["price_list"]
    search_fields = ["customer__name", "customer__number"]
    panels = ["customer", "price_list", "assortment"]
