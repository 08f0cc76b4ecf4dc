"""The grid of prices, edited in place."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from catalog.pricing.list_prices import amounts_of_lists
from catalog.pricing.models import Price, PriceChange, PriceList
from catalog.pricing.money import amount_text, local_amount
from catalog.pricing.pasted_cells import REMOVAL, TypedCell
from catalog.pricing.services.price_changes.applying import apply_price_change
from catalog.pricing.services.price_changes.checking import check_prices
from catalog.pricing.wagtail_admin.grid.asked import ROWS_A_PAGE, GridForm
from catalog.products.models.product import Product
from console.signed_in import SignedInRequest
from console.site_day import site_day

GRID = "catalog_pricegrid:index"
AFTER = "after"


@dataclass(frozen=True, slots=True)
class GridCell:
    """An amount of a list: as it is typed in, and what the input is called."""

    name: str
    label: str
    text: str
    exact: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A product with its amounts, in the order of the columns."""

    product: Product
    cells: list[GridCell]


class PricePage(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A page for those who may change prices."""

    model = Price
    permission_required = "change"
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, prices, and this page."""
        prices = {"url": reverse("catalog_price:list"), "label": gettext("Prices")}
        return [*self.breadcrumbs_items, prices, {"url": "", "label": self.page_title}]


class PriceGridView(PricePage, TemplateView):
    """Products in rows and price lists in columns, each cell the list's own price."""

    request: SignedInRequest
    template_name = "catalog/pricing/grid.html"
    page_title = _("Price grid")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to a text of many prices."""
        paste = reverse("catalog_pricegrid:paste")
        return [HeaderButton(gettext("Paste prices"), url=paste, icon_name="clipboard-list")]

    @cached_property
    def form(self) -> GridForm:
        """What the address asks for; without anything, today's prices of one piece."""
        usual = {"quantity": "1", "day": site_day().isoformat()}
        return GridForm({**usual, **_told(self.request.GET)}, user=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of products, from that of the address on."""
        products = self._page()
        is_valid = self.form.is_valid()
        lists = self.form.cleaned_data["lists"] if is_valid else []
        rows = list(self._rows(products[:ROWS_A_PAGE], lists))
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "lists": lists,
            "rows": rows,
            "quantity": self.form.cleaned_data["quantity"] if is_valid else 1,
            "day": self.form.cleaned_data["day"] if is_valid else None,
            "shown": json.dumps(
                {cell.name: [cell.text, cell.exact] for row in rows for cell in row.cells}
            ),
            "next": self._address(products[ROWS_A_PAGE - 1].sku)
            if len(products) > ROWS_A_PAGE
            else "",
            "first": self._address("") if self.request.GET.get(AFTER) else "",
            "products_exist": bool(products) or Product.objects.exists(),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save what was changed; where something is wrong or goes, show it first."""
        if not self.form.is_valid():
            return self.get(request)
        try:
            cells = list(_changed_cells(request.POST))
        except (ValueError, TypeError, AttributeError, RecursionError):
            # Not what the page sends.
            cells = []
        here = redirect(f"{reverse(GRID)}?{request.GET.urlencode()}")
        if not cells:
            messages.warning(request, gettext("No amount was changed, and nothing was saved."))
            return here
        asked = self.form.cleaned_data
        change = check_prices(
            cells=cells,
            quantity=asked["quantity"],
            day=asked["day"],
            ends_former=bool(request.POST.get("ends_former")),
            user=self.request.user,
        )
        if change.counts["refused"] or change.counts["removed"]:
            return redirect("catalog_pricechange:inspect", change.pk)
        return self._applied(change, here)

    def _applied(self, change: PriceChange, here: HttpResponse) -> HttpResponse:
        change = apply_price_change(change_id=change.pk, user=self.request.user)
        page = reverse("catalog_pricechange:inspect", args=[change.pk])
        if change.counts["refused"]:
            return redirect(page)
        messages.success(
            self.request,
            gettext("Saved as change %(number)d: %(count)d prices.")
            % {"number": change.pk, "count": change.counts["written"]},
            buttons=[messages.button(page, gettext("Look at it or undo it"))],
        )
        return here

    def _page(self) -> list[Product]:
        """One more product than a page has, which says whether there is a next one."""
        products = self.form.products().select_related("brand")
        if after := self.request.GET.get(AFTER, "").replace("\x00", ""):
            products = products.filter(sku__gt=after)
        return list(products[: ROWS_A_PAGE + 1])

    def _rows(self, products: Sequence[Product], lists: Sequence[PriceList]) -> Iterator[GridRow]:
        if not products:
            return
        asked = self.form.cleaned_data
        amounts = amounts_of_lists(
            [one.pk for one in products],
            [one.pk for one in lists],
            quantity=asked["quantity"],
            day=asked["day"],
        )
        for product in products:
            cells = [_cell(product, one, amounts.get((product.pk, one.pk))) for one in lists]
            yield GridRow(product, cells)

    def _address(self, after: str) -> str:
        query = self.request.GET.copy()
        query.pop(AFTER, None)
        if after:
            query[AFTER] = after
        return f"{reverse(GRID)}?{query.urlencode()}"


def _told(query: QueryDict) -> dict[str, Any]:
    """What an address says; the lists are several."""
    return {**query.dict(), "lists": query.getlist("lists")}


def _cell(product: Product, price_list: PriceList, amount: Decimal | None) -> GridCell:
    currency = price_list.currency
    return GridCell(
        name=f"price-{product.pk}-{price_list.pk}",
        label=f"{product.sku}, {price_list}",
        text="" if amount is None else local_amount(amount, currency),
        exact="" if amount is None else amount_text(amount, currency),
    )


def _changed_cells(posted: QueryDict) -> Iterator[TypedCell]:
    """The amounts that are not those which the page had shown"""
    shown = json.loads(posted.get("shown", ""))
    lines: dict[str, int] = {}
    columns: dict[str, int] = {}
    for name, [text, exact] in shown.items():
        _price, product, price_list = name.split("-")
        line = lines.setdefault(product, len(lines) + 1)
        column = columns.setdefault(price_list, len(columns) + 1)
        typed = posted.get(name, text).strip()
        if typed != text:
            yield TypedCell(
                line=line,
                column=column,
                number="",
                list_name="",
                amount=typed,
                removes=typed in ("", *REMOVAL),
                product_id=int(product),
                price_list_id=int(price_list),
                shown=exact,
            )
