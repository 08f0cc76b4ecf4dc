"""The reports on completeness and on quality."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from catalog.quality.models.quality import QualityIssue, QualityRule
from catalog.quality.queries.completeness_report import completeness_report
from catalog.quality.queries.quality_report import quality_report
from catalog.quality.queries.rule_rights import closed_rules, rules_known_to
from catalog.quality.services.completeness_updates import RECALCULATE
from catalog.schema.models.brand import Brand
from catalog.schema.models.family import Family
from console.wagtail_admin.paginator import QuickCountPaginator
from jobs.models import Job


class Overview(WagtailAdminTemplateMixin, TemplateView):
    """A page of figures, for those with a permission."""

    permission_required = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse who has no right to see it."""
        if not request.user.has_perm(self.permission_required):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        """The page stands under the reports."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class CompletenessView(Overview):
    """How complete the catalog is."""

    permission_required = "catalog.view_product"
    page_title = _("Completeness")
    header_icon = "tasks"
    template_name = "catalog/quality/completeness_report.html"

    def get_context_data(self, **kwargs: Any) -> dict:
        """Add the report on the channel and language of the address, and a job that is at it."""
        asked = {name: self.request.GET.get(name, "") for name in ("channel", "locale")}
        job = Job.objects.filter(kind=RECALCULATE).exclude(state__in=Job.FINISHED).first()
        return super().get_context_data(**kwargs) | {
            "report": completeness_report(**asked),
            "job": job,
        }


class QualityView(Overview):
    """Which rules are broken, where and by what."""

    permission_required = "catalog.view_qualityrule"
    page_title = _("Quality")
    header_icon = "tasks"
    template_name = "catalog/quality/quality_report.html"

    def get_context_data(self, **kwargs: Any) -> dict:
        """Add the report."""
        return super().get_context_data(**kwargs) | {
            "report": quality_report(self.request.user),
            "can_change": self.request.user.has_perm("catalog.change_qualityrule"),
        }


class IssueFilterSet(WagtailFilterSet):
    """What issues can be narrowed by."""

    rule = django_filters.ModelChoiceFilter(
        label=_("Rule"), queryset=lambda request: rules_known_to(request.user)
    )
    severity = django_filters.ChoiceFilter(
        label=_("Severity"), field_name="rule__severity", choices=QualityRule.Severity.choices
    )
    brand = django_filters.ModelChoiceFilter(
        label=_("Brand"), field_name="product__brand", queryset=Brand.objects.all()
    )
    family = django_filters.ModelChoiceFilter(
        label=_("Family"), field_name="product__family", queryset=Family.objects.all()
    )

    class Meta:
        model = QualityIssue
        fields = ["rule", "severity", "brand", "family"]


def _edit_url(issue: QualityIssue) -> str:
    return reverse("catalog_product:edit", args=[issue.product_id])


class IssuesView(ReportView):
    """Every product with every rule that it breaks."""

    model = QualityIssue
    permission_required = "view"
    paginator_class = QuickCountPaginator
    page_title = _("Quality issues")
    header_icon = "tasks"
    filterset_class = IssueFilterSet
    index_url_name = "catalog_quality:issues"
    index_results_url_name = "catalog_quality:issues_results"
    default_ordering = "-id"
    is_searchable = False
    list_export = ["product.sku", "product.name", "rule.name", "rule.severity", "found_at"]
    columns = [
        TitleColumn("product", label=_("Product"), get_url=_edit_url),
        Column("rule", label=_("Rule")),
        Column("severity", label=_("Severity"), accessor="rule.get_severity_display"),
        DateColumn("found_at", label=_("Found"), sort_key="found_at"),
    ]

    def get_base_queryset(self) -> QuerySet[QualityIssue]:
        """Issues that are reported, of rules that the person may know, with what rows show."""
        known = QualityIssue.objects.reported().exclude(rule__in=closed_rules(self.request.user))
        return known.select_related("rule", "product__brand")
