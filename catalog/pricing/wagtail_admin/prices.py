"""Price lists, prices and customer terms in the admin."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.forms import NumberInput
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from catalog.pricing.models import Price, PriceList
from catalog.pricing.money import typed_amount
from catalog.products.wagtail_admin.product_parts import ProductPartViewSet
from catalog.schema.wagtail_admin.viewsets import CatalogSnippetIndexView, CatalogSnippetViewSet
from console.wagtail_admin.form_checks import CheckedForm


class AmountInput(NumberInput):
    """Shows no more decimals than the amount has; the database keeps four of each."""

    def format_value(self, value: Any) -> str | None:
        """What stands in the field; a text that is no amount stays as it was typed."""
        return typed_amount(value) if isinstance(value, Decimal) else super().format_value(value)


PRICE_PANELS = [
    FieldRowPanel(["price_list", "customer"]),
    FieldRowPanel(["minimum_quantity", FieldPanel("amount", widget=AmountInput)]),
    FieldRowPanel(["valid_from", "valid_until"]),
]


class PriceListForm(CheckedForm, WagtailAdminModelForm):
    """The form of a price list, which other subjects can refuse."""


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
    edit_handler = ObjectList(
        ["name", "code", "currency", "is_public"], base_form_class=PriceListForm
    )


class PriceIndexView(CatalogSnippetIndexView):
    """The list of prices, where amounts are compared within one currency."""

    export_headings = {"exact_amount": _("Amount"), "currency": _("Currency")}

    def order_queryset(self, queryset: QuerySet[Price]) -> QuerySet[Price]:
        """In the order that was asked for; ten yen do not stand between nine and eleven dollars."""
        if self.ordering not in ("amount", "-amount"):
            return super().order_queryset(queryset)
        currency = Coalesce("price_list__currency", "customer__currency")
        return queryset.order_by(currency, self.ordering, "pk")


class PriceViewSet(ProductPartViewSet):
    """Prices of all products."""

    model = Price
    index_view_class = PriceIndexView
    icon = "decimal"
    menu_label = _("Prices")
    select_related = ["product__brand", "price_list", "customer"]
    list_display = [
        "product",
        Column("price_list", label=_("Price list"), sort_key="price_list__name"),
        Column("customer", label=_("Customer"), sort_key="customer__name"),
        "minimum_quantity",
        Column(
            "amount",
            label=_("Amount"),
            accessor="money",
            sort_key="amount",
        ),
        "valid_from",
        "valid_until",
    ]
    list_export = [
        "product.sku",
        "price_list",
        "customer",
        "minimum_quantity",
        "exact_amount",
        "currency",
        "valid_from",
        "valid_until",
    ]
    list_filter = ["price_list", "customer"]
    search_fields = ["product__part_number", "product__sku", "customer__name"]
    panels = ["product", *PRICE_PANELS]
    ordering = "-pk"
