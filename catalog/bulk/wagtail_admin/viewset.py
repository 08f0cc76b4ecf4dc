"""The list of bulk edits and the page of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from catalog.bulk.models import BulkChange
from catalog.bulk.queries.rows import left_rows
from catalog.bulk.services.edits.rights import may_send, refusal_to_apply, undo_refusal
from catalog.bulk.wagtail_admin.actions import (
    ApplyView,
    CorrectView,
    CountView,
    DiscardView,
    RowsView,
    SendView,
    UndoView,
)
from catalog.bulk.wagtail_admin.reviewing import REVIEW, DecideView, ReviewPage
from catalog.products.models.product import Product
from console.wagtail_admin.paginator import QuickCountPaginator

State = BulkChange.State
ROWS_SHOWN = 20


def _changed(change: BulkChange) -> str:
    """How many products it has changed, or would change while it waits to be applied."""
    count = change.counts.get("changed", 0)
    if change.state in {State.READY, State.WAITING}:
        return ngettext("%(count)d would change", "%(count)d would change", count) % {
            "count": count
        }
    return (
        ""
        if change.state in BulkChange.NOT_APPLIED or change.state == State.DISCARDED
        else str(count)
    )


class BulkChangeIndexView(generic.IndexView):
    """The list, newest first."""

    any_permission_required = ["view"]
    paginator_class = QuickCountPaginator

    def get_base_queryset(self):
        """Changes with who made them."""
        return super().get_base_queryset().select_related("started_by", "undone_by")

    def get_list_buttons(self, instance: BulkChange) -> list[Button]:
        """Nothing but the page of the change, which its title leads to."""
        return []


class BulkChangePage(generic.InspectView):
    """One change: what it would do, its progress, what it did, and the way back."""

    any_permission_required = ["view"]
    page_title = _("Bulk edit")
    template_name = "catalog/bulk/page.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; a change of the schema that waits is counted and confirmed on its own."""
        is_of_schema = self.object.kind == BulkChange.Kind.MODEL_CHANGE
        if is_of_schema and self.object.state == State.READY:
            return redirect("catalog_modelchange:page", self.object.pk)
        is_working = bool(self.object.job and not self.object.job.is_finished)
        if self.object.state == State.WAITING and not is_working:
            return redirect(REVIEW, self.object.pk)
        return super().get(request, *args, **kwargs)

    def get_object(self, queryset=None) -> BulkChange:
        """The change with what the page shows of it."""
        changes = BulkChange.objects.select_related("job", "started_by", "undone_by", "sent_by")
        return get_object_or_404(changes, pk=self.pk)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """None: what can be done stands beside what it is about."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what this person may do now, and what was left alone."""
        context = super().get_context_data(**kwargs)
        change = self.object
        is_working = bool(change.job and not change.job.is_finished)
        may_act = (
            change.kind == BulkChange.Kind.BULK_EDIT
            and not is_working
            and not change.is_final
            and self.request.user.has_perm("catalog.change_product")
        )
        judge = undo_refusal if self._has_something_to_undo() else refusal_to_apply
        reason = judge(change, self.request.user) if may_act else ""
        settled = {State.UNDONE, State.DISCARDED, State.SENT_BACK}
        return context | {
            "is_working": is_working,
            "refusal": reason if change.state not in settled else "",
            "may_send": bool(reason)
            and self._has_something_to_apply()
            and may_send(self.request.user),
            "may_correct": may_act
            and change.state == State.SENT_BACK
            and change.sent_by_id == self.request.user.pk,
            "steps": list(change.steps.exclude(decision="").select_related("group", "decided_by")),
            "may_apply": may_act and not reason and self._has_something_to_apply(),
            "may_go_on": may_act and not reason and change.state == State.APPLYING,
            "may_undo": may_act and not reason and self._has_something_to_undo(),
            "may_discard": may_act
            and change.state in {State.PREPARING, State.READY, State.SENT_BACK},
            "may_count": may_act and change.state in {State.PREPARING, State.READY},
            "left": self._left(),
            "refused": self._refused(),
        }

    def _has_something_to_apply(self) -> bool:
        return self.object.state == State.READY and self.object.counts.get("changed", 0) > 0

    def _has_something_to_undo(self) -> bool:
        undoable = {State.APPLIED, State.APPLYING, State.UNDOING}
        return self.object.state in undoable and self.object.counts.get("changed", 0) > 0

    def _left(self) -> list:
        if self.object.state in {State.PREPARING, State.READY, State.DISCARDED}:
            return []
        return list(left_rows(self.object, limit=ROWS_SHOWN))

    def _refused(self) -> list[tuple[str, int, list[str]]]:
        """(reason, number, SKUs of some) of what would be refused."""
        if self.object.state != State.READY:
            return []
        details = self.object.details
        keys = {key for some in details["refused"].values() for key in some}
        skus = dict(Product.objects.filter(pk__in=keys).values_list("pk", "sku"))
        return [
            (reason, count, [skus[key] for key in details["refused"][reason] if key in skus])
            for reason, count in sorted(details["reasons"].items(), key=lambda pair: -pair[1])
        ]


class BulkChangeViewSet(ModelViewSet):
    """Bulk edits and changes of the schema; they begin elsewhere, and nobody edits them."""

    model = BulkChange
    icon = "list-ul"
    menu_label = _("Bulk edits")
    menu_name = "catalog-bulk-edits"
    url_prefix = "catalog/bulk-edit"
    url_namespace = "catalog_bulkchange"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = BulkChangeIndexView
    inspect_view_class = BulkChangePage
    inspect_template_name = BulkChangePage.template_name
    list_display = [
        TitleColumn("title", label=_("What"), url_name="catalog_bulkchange:inspect"),
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=lambda change: change.get_state_display(),
            primary=lambda change: change.state == State.APPLIED,
        ),
        Column(
            "selected", label=_("Selected"), accessor=lambda one: one.counts.get("selected", "")
        ),
        Column("changed", label=_("Changed"), accessor=_changed),
        Column("refused", label=_("Refused"), accessor=lambda one: one.counts.get("refused", "")),
        Column(
            "conflicts",
            label=_("Not undone"),
            accessor=lambda one: one.counts.get("conflicts", ""),
        ),
        Column("started_by", label=_("By")),
        DateColumn("created_at", label=_("Started"), sort_key="created_at"),
    ]
    list_filter = ["kind", "state", "created_at"]
    search_fields = ["title", "selection"]
    search_backend_name = None
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
            path("<int:pk>/send/", SendView.as_view(), name="send"),
            path("<int:pk>/correct/", CorrectView.as_view(), name="correct"),
            path("<int:pk>/review/", ReviewPage.as_view(), name="review"),
            path("<int:pk>/decide/", DecideView.as_view(), name="decide"),
            path("<int:pk>/undo/", UndoView.as_view(), name="undo"),
            path("<int:pk>/discard/", DiscardView.as_view(), name="discard"),
            path("<int:pk>/count/", CountView.as_view(), name="count"),
            path("<int:pk>/left-alone/", RowsView.as_view(), name="left"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no form to find."""
