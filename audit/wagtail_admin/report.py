"""The change log as a report."""

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from audit.change_details import change_details, entity_label, record_names
from audit.models import ChangeLogEntry
from audit.selectors import logged_entities


class ChangeFilterSet(WagtailFilterSet):
    entity = django_filters.ChoiceFilter(
        label=_("Record type"),
        choices=lambda: sorted(
            ((entity, entity_label(entity)) for entity in logged_entities()), key=lambda one: one[1]
        ),
        widget=Select,
    )
    entity_id = django_filters.NumberFilter(label=_("Record"))
    action = django_filters.ChoiceFilter(
        label=_("Action"), choices=ChangeLogEntry.Action.choices, widget=Select
    )
    source = django_filters.CharFilter(label=_("Source"), lookup_expr="startswith")
    user_id = django_filters.ModelChoiceFilter(
        label=_("User"),
        queryset=lambda request: get_user_model().objects.filter(is_active=True),
        method="filter_user",
    )
    at = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = ChangeLogEntry
        fields = ["entity", "entity_id", "action", "source", "user_id", "at"]

    def filter_user(self, queryset: QuerySet, name: str, user) -> QuerySet:
        """The entries of one person; the log keeps only the key."""
        return queryset.filter(user_id=user.pk)


class DetailsColumn(Column):
    """The part of a record that changed, with what was written of it, a line each."""

    cell_template_name = "audit/details_cell.html"


class ChangeLogView(ReportView):
    """What changed, the newest first."""

    model = ChangeLogEntry
    permission_required = "view"
    page_title = _("Change log")
    header_icon = "history"
    filterset_class = ChangeFilterSet
    index_url_name = "audit:change_log"
    index_results_url_name = "audit:change_log_results"
    default_ordering = "-id"
    is_searchable = False
    list_export = ["at", "entity", "entity_id", "part", "action", "source", "user_id"]
    columns = [
        Column("at", label=_("When"), sort_key="id"),
        Column("entity", label=_("Record type"), accessor=lambda one: entity_label(one.entity)),
        Column("name", label=_("Record")),
        Column("get_action_display", label=_("Action")),
        DetailsColumn("details", label=_("What")),
        Column("source", label=_("Source")),
        Column("user_name", label=_("User")),
    ]

    def decorate_paginated_queryset(self, object_list):
        """Give each entry the names of its user and its record, and what was written."""
        entries = list(object_list)
        users = get_user_model().objects.in_bulk(
            {entry.user_id for entry in entries if entry.user_id}
        )
        names = record_names(entries, self.request.user)
        details = change_details(entries, self.request.user)
        for entry in entries:
            entry.user_name = users.get(entry.user_id, "")
            name = names.get((entry.entity, entry.entity_id))
            entry.name = name or _("no. %(key)s") % {"key": entry.entity_id}
            entry.details = details.get(entry.pk, ())
        return entries
