"""The report of edits that clash and wait."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from accounts.models import User
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.revisions.models.opened_form import OpenedForm
from catalog.revisions.queries.pending_conflicts import Clashes, clashes_on, clashing_products
from catalog.revisions.services.concurrent_edits.saving import clashes_of
from catalog.revisions.wagtail_admin.concurrent_edits.labels import labels_of
from catalog.schema.models.brand import Brand

LIST = "catalog_clashes:list"
MINE, ALL = "mine", "all"
PRODUCTS_A_PAGE = 25


class ClashFilterSet(WagtailFilterSet):
    """By whose decision is waited for, and by brand."""

    whose = django_filters.ChoiceFilter(
        label=_("Waiting for"),
        choices=[(MINE, _("me")), (ALL, _("anyone"))],
        method="filter_whose",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    brand = django_filters.ModelChoiceFilter(label=_("Brand"), queryset=Brand.objects.all())

    class Meta:
        model = Product
        fields = ["whose", "brand"]

    def filter_whose(self, products: QuerySet[Product], name: str, value: str) -> QuerySet[Product]:
        """Those on which something waits for whoever asks."""
        if value != MINE:
            return products
        return products.filter(pk__in=clashing_products(of=self.request.user).values("pk"))


class ClashesColumn(Column):
    """Everything that waits on the product, with a way to decide it."""

    cell_template_name = "catalog/revisions/concurrent_edits/clashes_cell.html"

    def get_cell_context_data(self, instance: Product, parent_context: Any) -> dict:
        """Add the edits that were sent, in words."""
        user = parent_context["request"].user
        clashes: Clashes = instance.clashes
        return super().get_cell_context_data(instance, parent_context) | {
            "pending_changes": clashes.pending_changes,
            "edits": [_edit_context(edit, user) for edit in clashes.edits],
        }


def _edit(product: Product) -> str:
    return reverse("catalog_product:edit", args=[product.pk])


class ClashesView(ReportView):
    """Products with edits that clash, of this person unless those of all are asked for."""

    model = Product
    permission_required = "change"
    page_title = _("Edit conflicts")
    header_icon = "warning"
    filterset_class = ClashFilterSet
    index_url_name = LIST
    index_results_url_name = "catalog_clashes:list_results"
    default_ordering = ("brand__name", "part_number")
    paginate_by = PRODUCTS_A_PAGE
    is_searchable = False
    template_name = "catalog/revisions/concurrent_edits/report.html"
    columns = [
        TitleColumn("product", label=_("Product"), accessor=str, get_url=_edit),
        ClashesColumn("clashes", label=_("Waiting for a decision")),
        DateColumn("since", label=_("Since"), accessor=lambda one: one.clashes.since),
    ]

    def get_base_queryset(self) -> QuerySet[Product]:
        """All on which something waits."""
        return clashing_products().select_related("brand")

    def get_filterset_kwargs(self) -> dict:
        """Show what waits for this person, unless something else is asked for."""
        kwargs = super().get_filterset_kwargs()
        data = kwargs["data"].copy()
        data.setdefault("whose", MINE)
        return {**kwargs, "data": data}

    def decorate_paginated_queryset(self, object_list: Sequence[Product]) -> Sequence[Product]:
        """Add what waits on each."""
        products = list(super().decorate_paginated_queryset(object_list))
        found = clashes_on(products)
        for product in products:
            product.clashes = found[product.pk]
        return products


def _edit_context(edit: OpenedForm, user: User) -> dict[str, Any]:
    """What clashes in an edit that was sent; the way to decide it is its author's alone."""
    is_mine = edit.user_id == user.pk
    address = reverse("catalog_product:conflict", args=[edit.product_id, edit.pk])
    return {
        "author": edit.user,
        "is_mine": is_mine,
        "address": address if is_mine else "",
        "what": labels_of(clashes_of(form=edit), hidden_parts_of(user)),
    }
