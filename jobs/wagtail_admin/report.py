"""The report of all jobs."""

import django_filters
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn, UserColumn
from wagtail.admin.views.reports import ReportView

from jobs.models import Job


class ProgressColumn(Column):
    """A bar, or a count where the total is not known."""

    cell_template_name = "jobs/progress_cell.html"


class JobFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Job.State.choices, widget=forms.CheckboxSelectMultiple
    )
    title = django_filters.CharFilter(label=_("Title"), lookup_expr="icontains")
    kind = django_filters.CharFilter(label=_("Kind"), lookup_expr="startswith")

    class Meta:
        model = Job
        fields = ["state", "title", "kind"]


class JobReportView(ReportView):
    """All jobs, the newest first."""

    model = Job
    permission_required = "view"
    queryset = Job.objects.select_related("started_by__wagtail_userprofile")
    page_title = _("Jobs")
    header_icon = "cogs"
    filterset_class = JobFilterSet
    index_url_name = "jobs:list"
    index_results_url_name = "jobs:list_results"
    default_ordering = "-id"
    is_searchable = False
    list_export = [
        "pk",
        "title",
        "kind",
        "state",
        "started_by",
        "created_at",
        "finished_at",
        "error",
    ]
    columns = [
        TitleColumn(
            "title", label=_("Job"), get_url=lambda job: reverse("jobs:detail", args=[job.pk])
        ),
        StatusTagColumn(
            "get_state_display",
            label=_("State"),
            sort_key="state",
            primary=lambda job: job.state in (Job.State.RUNNING, Job.State.SUCCEEDED),
        ),
        ProgressColumn("percent", label=_("Progress")),
        Column("kind", label=_("Kind"), sort_key="kind"),
        UserColumn("started_by", label=_("Started by")),
        DateColumn("created_at", label=_("When"), sort_key="created_at"),
    ]
