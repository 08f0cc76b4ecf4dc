"""Import runs in the admin: their list and the page of one."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from catalog.products.write_policy import CHANGE
from imports.models import ImportRun
from imports.selectors import has_lost_rows, may_be_read
from imports.services import may_publish, refusal

from .forms import MappingForm
from .run_actions import (
    ApplyView,
    DiscardView,
    MappingView,
    ReadAgainView,
    RejectsView,
    SendBackView,
    SendView,
    TakeBackView,
    UploadView,
)

State = ImportRun.State


class RunIndexView(generic.IndexView):
    """The list of runs, newest first."""

    any_permission_required = ["view", "add", "change"]
    add_item_label = _("New import")

    def get_base_queryset(self):
        """Runs with what their columns show."""
        return super().get_base_queryset().select_related("profile", "started_by")

    def get_list_buttons(self, instance: ImportRun) -> list[Button]:
        """Nothing but the page of the run, which its title leads to."""
        return []


class RunPage(generic.InspectView):
    """One run: its progress, then what it would change, then what it changed."""

    any_permission_required = ["view", "add", "change"]
    page_title = _("Import")
    template_name = "imports/admin/run.html"

    def get_object(self, queryset=None) -> ImportRun:
        """The run with what the page shows of it."""
        runs = ImportRun.objects.select_related(
            "profile", "job", "started_by", "sent_by", "decided_by"
        )
        return get_object_or_404(runs, pk=self.pk)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """None: what can be done stands beside what it is about."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the mapping, and what this person may do now."""
        context = super().get_context_data(**kwargs)
        run, user = self.object, self.request.user
        is_working = bool(run.job and not run.job.is_finished)
        is_lost = not is_working and has_lost_rows(run)
        is_ready = run.state in ImportRun.READY and not is_working and not is_lost
        may_act = user.has_perm("imports.add_importrun") and not is_working
        context["is_working"], context["is_lost"] = is_working, is_lost
        context["is_unchecked"] = is_ready and not run.is_judged
        context["may_map"] = may_act and is_ready and run.state == State.STAGED
        context["may_discard"] = may_act and run.is_open
        context["may_read_again"] = may_act and may_be_read(run)
        if read_again_at := run.details.get("read_again_at"):
            context["read_again_at"] = datetime.fromisoformat(read_again_at)
        if is_ready and run.is_judged:
            context |= self._applying()
        if context["may_map"]:
            context["mapping"] = MappingForm(run=run, user=user)
        hidden = is_working or is_lost or context["is_unchecked"]
        context["preview"] = None if hidden else run.details.get("preview")
        return context

    def _applying(self) -> dict[str, Any]:
        """Whether this person may apply the run, or why not."""
        run, user = self.object, self.request.user
        if not (
            user.has_perm("imports.add_importrun") or user.has_perm("imports.change_importrun")
        ):
            return {}
        reason = refusal(run, user)
        as_drafts = run.created and run.profile.publish and not may_publish(user)
        is_waiting = run.state == State.WAITING
        return {
            "refusal": reason,
            "may_apply": not reason,
            "as_drafts": as_drafts,
            "may_send": bool(reason) and not is_waiting and user.has_perm(CHANGE),
            "may_send_back": is_waiting and not reason,
            "may_take_back": is_waiting and (run.sent_by == user or user.is_superuser),
        }


class ImportRunViewSet(ModelViewSet):
    """Runs of imports; a new one begins with an upload, and nobody edits them."""

    model = ImportRun
    icon = "download"
    menu_label = _("Imports")
    menu_name = "imports-runs"
    url_prefix = "imports/run"
    url_namespace = "imports_importrun"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = RunIndexView
    inspect_view_class = RunPage
    inspect_template_name = RunPage.template_name
    list_display = [
        TitleColumn(
            "original_name",
            label=_("File"),
            url_name="imports_importrun:inspect",
            sort_key="original_name",
        ),
        Column("profile", label=_("Profile"), sort_key="profile__name"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=lambda run: run.get_state_display(),
            primary=lambda run: run.state == State.APPLIED,
        ),
        Column("created", label=_("Created")),
        Column("updated", label=_("Updated")),
        Column("unchanged", label=_("Unchanged")),
        Column("rejected", label=_("Rejected")),
        Column("started_by", label=_("By")),
        DateColumn("created_at", label=_("Uploaded"), sort_key="created_at"),
    ]
    list_filter = ["profile", "state", "created_at"]
    search_fields = ["original_name", "profile__name", "sha256"]
    search_backend_name = None
    form_fields: list[str] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses of what cannot be done."""
        pages = ["edit", "delete", "history", "usage"]
        nothing = {f"{page}_url_name": None for page in pages}
        return super().get_common_view_kwargs(**nothing, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, the upload, the page of a run, and what can be done with it."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", UploadView.as_view(), name="add"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("mapping/<int:pk>/", MappingView.as_view(), name="mapping"),
            path("apply/<int:pk>/", ApplyView.as_view(), name="apply"),
            path("send/<int:pk>/", SendView.as_view(), name="send"),
            path("send-back/<int:pk>/", SendBackView.as_view(), name="send_back"),
            path("take-back/<int:pk>/", TakeBackView.as_view(), name="take_back"),
            path("discard/<int:pk>/", DiscardView.as_view(), name="discard"),
            path("read/<int:pk>/", ReadAgainView.as_view(), name="read"),
            path("rejects/<int:pk>/", RejectsView.as_view(), name="rejects"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no form to find."""
