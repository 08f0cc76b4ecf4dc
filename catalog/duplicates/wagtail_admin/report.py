"""The report of possible duplicates."""

from typing import Any

import django_filters
from django import forms
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.reports import ReportView

from catalog.duplicates.models import DuplicateCandidate
from catalog.duplicates.services.finding import FIND_DUPLICATES, judge_different, start_finding
from catalog.schema.models.brand import Brand
from jobs.models import Job

LIST = "catalog_duplicates:list"


class DuplicateFilterSet(WagtailFilterSet):
    """By state, reason and brand."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=DuplicateCandidate.State.choices,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    reason = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Reason"),
        choices=DuplicateCandidate.Reason.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    brand = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Brand"), queryset=Brand.objects.all(), field_name="first__brand"
    )

    class Meta:
        model = DuplicateCandidate
        fields = ["state", "reason", "brand"]


class ProductColumn(Column):
    """One of the two products."""

    cell_template_name = "catalog/duplicates/product_cell.html"


class DecisionColumn(Column):
    """What a person can do with the pair."""

    cell_template_name = "catalog/duplicates/decision_cell.html"

    def get_cell_context_data(self, instance: DuplicateCandidate, parent_context: Any) -> dict:
        """With what its form needs."""
        return super().get_cell_context_data(instance, parent_context) | {
            "csrf_token": get_token(parent_context["request"]),
            "may_judge": parent_context.get("may_judge"),
        }


class DuplicatesView(ReportView):
    """Pairs of products that may be one, the likeliest first."""

    model = DuplicateCandidate
    permission_required = "view"
    page_title = gettext_lazy("Duplicates")
    header_icon = "copy"
    template_name = "catalog/duplicates/report.html"
    filterset_class = DuplicateFilterSet
    index_url_name = LIST
    index_results_url_name = "catalog_duplicates:list_results"
    queryset = DuplicateCandidate.objects.select_related("first__brand", "second__brand")
    default_ordering = ("-likeness", "id")
    is_searchable = False
    list_export = ["first.sku", "second.sku", "reason", "likeness", "state"]
    columns = [
        ProductColumn("first", label=gettext_lazy("Product")),
        ProductColumn("second", label=gettext_lazy("may be the same as")),
        Column("get_reason_display", label=gettext_lazy("Because")),
        Column(
            "likeness", label=gettext_lazy("Similarity"), accessor=lambda one: f"{one.likeness} %"
        ),
        DateColumn("found_at", label=gettext_lazy("Found")),
        DecisionColumn("decision", label=gettext_lazy("Decide")),
    ]

    def get_filterset_kwargs(self) -> dict:
        """Show what waits to be judged, unless something else is asked for."""
        kwargs = super().get_filterset_kwargs()
        data = kwargs["data"].copy()
        data.setdefault("state", DuplicateCandidate.State.OPEN)
        return {**kwargs, "data": data}

    def get_context_data(self, *args, **kwargs) -> dict:
        """The last search, while it runs or when it failed."""
        return super().get_context_data(*args, **kwargs) | {
            "job": Job.objects.filter(kind=FIND_DUPLICATES).order_by("-pk").first(),
            "may_judge": self.user_has_permission("change"),
        }


class DuplicatesActionView(PermissionCheckedMixin, View):
    """Something that changes the report."""

    model = DuplicateCandidate
    permission_required = "change"
    http_method_names = ["post"]


class SearchView(DuplicatesActionView):
    """Lets a worker look for duplicates."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Start and show the progress on the report."""
        start_finding(user=request.user)
        return redirect(LIST)


class DifferentView(DuplicatesActionView):
    """Remembers that the two are not one."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Judge, and show what is left."""
        candidate = get_object_or_404(
            DuplicateCandidate, pk=pk, state=DuplicateCandidate.State.OPEN
        )
        judge_different(candidate=candidate, user=request.user)
        messages.success(request, _("Marked as not duplicates."))
        return redirect(reverse(LIST))
