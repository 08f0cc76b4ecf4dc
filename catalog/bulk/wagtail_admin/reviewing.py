"""The page of a bulk edit in review: what it would change, row by row, and the decision."""

from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from catalog.bulk.models import BulkChange
from catalog.bulk.queries.bundle_rows import ROWS_A_PAGE, bundle_page, count_changed_since
from catalog.bulk.queries.waiting import can_decide, deciders_of
from catalog.bulk.services.approvals.deciding import (
    approve_all_but,
    approve_bundle,
    send_back_bundle,
)
from catalog.bulk.wagtail_admin.actions import LONGEST_COMMENT, PAGE
from console.keys import read_keys
from console.signed_in import SignedInRequest
from jobs.exceptions import JobError

REVIEW = "catalog_bulkchange:review"
State = BulkChange.State
LARGEST_KEY = 2**63 - 1


class RowFilterForm(forms.Form):
    """Which rows the page shows."""

    which = forms.ChoiceField(choices=[("", ""), ("changed", ""), ("refused", "")], required=False)
    sought = forms.CharField(required=False, max_length=100)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)


class DecisionForm(forms.Form):
    """What was decided, and about which products."""

    APPROVE_ALL, APPROVE_TICKED, APPROVE_OTHERS = "approve", "approve_ticked", "approve_others"
    SEND_BACK_ALL, SEND_BACK_TICKED = "send_back", "send_back_ticked"

    decision = forms.ChoiceField(
        choices=[
            (APPROVE_ALL, gettext_lazy("Approve all")),
            (APPROVE_TICKED, gettext_lazy("Approve selected")),
            (APPROVE_OTHERS, gettext_lazy("Approve all except the selected")),
            (SEND_BACK_ALL, gettext_lazy("Send all back")),
            (SEND_BACK_TICKED, gettext_lazy("Send back selected")),
        ]
    )
    comment = forms.CharField(required=False, max_length=LONGEST_COMMENT)
    with_changed = forms.BooleanField(required=False)
    row = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: QueryDict):
        super().__init__(data)
        keys = read_keys(data.getlist("row"))
        rows = cast(forms.ChoiceField, self.fields["row"])
        rows.choices = [(key, key) for key in keys[:ROWS_A_PAGE]]


class ReviewPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What a bulk edit in review would change, for everybody who sees bulk edits."""

    request: SignedInRequest
    model = BulkChange
    permission_required = "view"
    template_name = "catalog/bulk/review.html"
    header_icon = "tasks"

    @cached_property
    def object(self) -> BulkChange:
        """The bulk edit, with what the page shows of it."""
        changes = BulkChange.objects.select_related("job", "sent_by", "current_step__group")
        return get_object_or_404(changes, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, as long as it waits and nobody is applying it."""
        change = self.object
        if change.state != State.WAITING or (change.job and not change.job.is_finished):
            return redirect(PAGE, change.pk)
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """What is to be decided."""
        return _("Review of a bulk edit")

    def get_page_subtitle(self) -> str:
        """Which one."""
        return self.object.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        index = {"url": reverse("catalog_bulkchange:index"), "label": _("Bulk edits")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.object.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of rows, the steps, and whether this person can decide."""
        change, user = self.object, self.request.user
        if change.current_step is None:
            raise Http404
        asked = RowFilterForm(self.request.GET)
        chosen = asked.cleaned_data if asked.is_valid() else {}
        context = super().get_context_data(**kwargs) | {
            "object": change,
            "which": chosen.get("which", ""),
            "sought": chosen.get("sought", ""),
            "steps": list(change.steps.select_related("group", "decided_by")),
            "deciders": deciders_of(change.current_step, change),
            "may_decide": can_decide(change, user),
            "may_take_back": change.sent_by_id == user.pk or user.is_superuser,
        }
        try:
            changed, has_more = count_changed_since(change, user)
            page = bundle_page(
                change,
                user,
                which=context["which"],
                sought=context["sought"],
                after=chosen.get("after") or 0,
            )
        except JobError as error:
            return context | {"problem": str(error)}
        return context | {"page": page, "changed": changed, "changed_has_more": has_more}


class DecideView(PermissionCheckedMixin, View):
    """Takes the decision; who may decide, the service says."""

    request: SignedInRequest
    model = BulkChange
    permission_required = "view"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide, and show what is left to be decided, or what came of it."""
        get_object_or_404(BulkChange, pk=pk, kind=BulkChange.Kind.BULK_EDIT)
        form = DecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Tick products first, or decide about all of them."))
            return redirect(REVIEW, pk)
        try:
            decided = self._decide(pk, form.cleaned_data)
        except JobError as error:
            messages.error(request, str(error))
            return redirect(REVIEW, pk)
        _tell(request, decided)
        rest = BulkChange.objects.get(pk=pk)
        return redirect(REVIEW if rest.state == State.WAITING else PAGE, pk)

    def _decide(self, pk: int, chosen: dict[str, Any]) -> BulkChange:
        """Do what was chosen; returns the bulk edit that was decided about."""
        decision, rows = chosen["decision"], chosen["row"]
        common = {"change_id": pk, "user": self.request.user, "comment": chosen["comment"]}
        is_about_ticked = decision not in (DecisionForm.APPROVE_ALL, DecisionForm.SEND_BACK_ALL)
        if is_about_ticked and not rows:
            raise JobError(_("Tick products first, or decide about all of them."))
        if decision in (DecisionForm.SEND_BACK_ALL, DecisionForm.SEND_BACK_TICKED):
            return send_back_bundle(only=rows if is_about_ticked else None, **common)
        common["with_changed"] = chosen["with_changed"]
        if decision == DecisionForm.APPROVE_OTHERS:
            return approve_all_but(but=rows, **common)
        return approve_bundle(only=rows if is_about_ticked else None, **common)


def _tell(request: HttpRequest, decided: BulkChange) -> None:
    """Say what became of it."""
    count = decided.counts.get("changed", 0)
    if decided.state == State.SENT_BACK:
        words = _("%(count)d products were sent back to %(person)s.")
        words %= {"count": count, "person": decided.sent_by or _("no one")}
    elif decided.current_step and decided.job and not decided.job.is_finished:
        words = _("%(count)d products were approved; they are being changed.") % {"count": count}
    else:
        words = _("This step is passed; the next one decides.")
    messages.success(request, words)
