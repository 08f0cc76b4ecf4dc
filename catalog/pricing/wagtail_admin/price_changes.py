"""The list of changes of prices and the page of one: what it does, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from catalog.pricing.list_prices import ListPrice
from catalog.pricing.models import Price, PriceChange, PriceChangeRow, PriceList
from catalog.pricing.money import money
from catalog.pricing.queries import SEES_PRICES
from catalog.pricing.services.price_changes.applying import (
    PriceChangeError,
    apply_price_change,
    discard_price_change,
    undo_price_change,
)
from catalog.schema.wagtail_admin.viewsets import ROWS_A_PAGE
from console.signed_in import SignedInRequest
from console.wagtail_admin.paginator import QuickCountPaginator

PAGE = "catalog_pricechange:inspect"
FROM = "from"
State, Outcome = PriceChange.State, PriceChangeRow.Outcome
LEFT_ALONE = (Outcome.REFUSED, Outcome.CONFLICT)
# So many of what is wrong are shown at once; where it is more, it is mostly the same.
MOST_LEFT = 200


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A price of a change with what it was and becomes, in words."""

    row: PriceChangeRow
    old: str
    new: str
    from_quantity: int
    ends: date | None


def shown_rows(rows: Sequence[PriceChangeRow], day: date) -> list[ShownRow]:
    """The rows with their amounts on `day` in the currency of each list; one query."""
    keys = {row.price_list_id for row in rows if row.price_list_id is not None}
    currencies = dict(PriceList.objects.filter(pk__in=keys).values_list("pk", "currency"))
    return [_shown(row, currencies.get(row.price_list_id or 0, ""), day) for row in rows]


def _shown(row: PriceChangeRow, currency: str, day: date) -> ShownRow:
    kept = [*row.after, *row.before]
    ends = [
        entry["valid_until"]
        for entry in row.after
        for former in row.before
        if entry["id"] == former["id"] and entry["valid_until"] != former["valid_until"]
    ]
    return ShownRow(
        row=row,
        old=_amount_of(row.before, day, currency),
        new=_amount_of(row.after, day, currency),
        from_quantity=kept[0]["minimum_quantity"] if kept else 1,
        ends=date.fromisoformat(ends[0]) if ends and ends[0] else None,
    )


def _amount_of(entries: Sequence[dict[str, Any]], day: date, currency: str) -> str:
    for entry in entries:
        begins, ends = (
            entry[name] and date.fromisoformat(entry[name])
            for name in ("valid_from", "valid_until")
        )
        price = ListPrice(0, Decimal(entry["amount"]), begins, ends)
        if price.holds_on(day):
            return money(price.amount, currency)
    return ""


class PriceChangeIndexView(generic.IndexView):
    """The list, newest first."""

    any_permission_required = ["view"]
    paginator_class = QuickCountPaginator

    def get_base_queryset(self):
        """Changes with who made them."""
        return super().get_base_queryset().select_related("started_by", "undone_by")

    def get_list_buttons(self, instance: PriceChange) -> list[Button]:
        """Nothing but the page of the change, which its title leads to."""
        return []


class PriceChangePage(generic.InspectView):
    """One change: what it would do or did, what was left, and the way back."""

    any_permission_required = ["view"]
    template_name = "catalog/pricing/price_change.html"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """None: what can be done stands beside what it is about."""
        return []

    def get_page_title(self) -> str:
        """Its number."""
        return str(self.object)

    def get_page_subtitle(self) -> str:
        """None: the title says all."""
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows, and what this person may do now."""
        context = super().get_context_data(**kwargs)
        change = self.object
        may_act = self.request.user.has_perm(SEES_PRICES)
        left = list(self._rows(left=True)[:MOST_LEFT])
        rows = list(self._rows(left=False)[: ROWS_A_PAGE + 1])
        counts = change.counts
        return context | {
            "waiting": sum(counts.get(name, 0) for name in ("changed", "added", "removed")),
            "left": shown_rows(left, change.day),
            "left_count": counts.get("conflicts" if change.undone_at else "refused", 0),
            "rows": shown_rows(rows[:ROWS_A_PAGE], change.day),
            "next": rows[ROWS_A_PAGE].place if len(rows) > ROWS_A_PAGE else None,
            "is_first": not self._first,
            "may_act": may_act,
            "may_apply": may_act and change.state == State.READY,
            "may_undo": may_act and change.state == State.APPLIED and not change.is_final,
        }

    @cached_property
    def _first(self) -> int:
        text = self.request.GET.get(FROM, "")
        is_place = text.isascii() and text.isdecimal() and len(text) < 8
        return int(text) if is_place else 0

    def _rows(self, *, left: bool):
        rows = self.object.rows.order_by("place")
        if left:
            return rows.filter(outcome__in=LEFT_ALONE)
        rows = rows.exclude(outcome__in=[*LEFT_ALONE, Outcome.UNCHANGED])
        return rows.filter(place__gte=self._first)


class PriceChangeActionView(PermissionCheckedMixin, View):
    """Does one thing with a change of prices and shows its page again."""

    model = Price
    permission_required = "change"
    http_method_names = ["post"]
    request: SignedInRequest

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Act, or say why not."""
        get_object_or_404(PriceChange, pk=pk)
        try:
            self.act(pk)
        except PriceChangeError as error:
            messages.error(request, str(error))
        return redirect(PAGE, pk)

    def act(self, pk: int) -> None:
        """Do it; PriceChangeError says why not."""
        raise NotImplementedError


class ApplyView(PriceChangeActionView):
    """Saves what was checked."""

    def act(self, pk: int) -> None:
        """At once."""
        change = apply_price_change(change_id=pk, user=self.request.user)
        messages.success(
            self.request, gettext("Saved: %(count)d prices.") % {"count": change.counts["written"]}
        )


class UndoView(PriceChangeActionView):
    """Takes back what was saved."""

    def act(self, pk: int) -> None:
        """At once."""
        change = undo_price_change(change_id=pk, user=self.request.user)
        messages.success(
            self.request, gettext("Undone: %(count)d prices.") % {"count": change.counts["undone"]}
        )


class DiscardView(PriceChangeActionView):
    """Lets go of what was checked."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Back to the page on which prices are pasted."""
        super().post(request, pk)
        return redirect(reverse("catalog_pricegrid:index"))

    def act(self, pk: int) -> None:
        """At once."""
        discard_price_change(change_id=pk)
        messages.success(self.request, gettext("Nothing was saved."))


class PriceChangeViewSet(ModelViewSet):
    """Changes of many prices; they begin in the grid, and nobody edits them."""

    model = PriceChange
    icon = "history"
    menu_label = _("Changes of prices")
    menu_name = "catalog-price-changes"
    url_prefix = "catalog/price-change"
    url_namespace = "catalog_pricechange"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = PriceChangeIndexView
    inspect_view_class = PriceChangePage
    inspect_template_name = PriceChangePage.template_name
    list_display = [
        TitleColumn("__str__", label=_("What"), url_name=PAGE, accessor=str),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=lambda change: change.get_state_display(),
            primary=lambda change: change.state == State.APPLIED,
        ),
        Column("written", label=_("Saved"), accessor=lambda one: one.counts.get("written", "")),
        Column("refused", label=_("Refused"), accessor=lambda one: one.counts.get("refused", "")),
        Column("started_by", label=_("By")),
        DateColumn("created_at", label=_("Started"), sort_key="created_at"),
    ]
    list_filter = ["state", "created_at"]
    form_fields: list[str] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses of what cannot be done."""
        pages = ["add", "edit", "delete", "history", "usage"]
        nothing = {f"{page}_url_name": None for page in pages}
        return super().get_common_view_kwargs(**nothing, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, the page of a change, and what can be done with it."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/apply/", ApplyView.as_view(), name="apply"),
            path("<int:pk>/undo/", UndoView.as_view(), name="undo"),
            path("<int:pk>/discard/", DiscardView.as_view(), name="discard"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no form to find."""
