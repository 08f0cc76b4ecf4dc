"""Runs of feeds in the admin: their list, the page of one, and the files."""

from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from console.signed_in import SignedInRequest
from feeds.models import FeedRun
from feeds.selectors import feeds_open_to, runs_visible_to


class RunFilterSet(WagtailFilterSet):
    """By a feed that the person may see, and by time."""

    feed = ModelChoiceFilter(
        label=gettext_lazy("Feed"), queryset=lambda request: feeds_open_to(request.user)
    )

    class Meta:
        model = FeedRun
        fields = ["feed", "created_at"]


class RunIndexView(generic.IndexView):
    """The list of runs, newest first."""

    any_permission_required = ["view"]

    def get_base_queryset(self):
        """The runs that this person may see."""
        return runs_visible_to(self.request.user)

    def get_list_buttons(self, instance: FeedRun) -> list[Button]:
        """Nothing but the page of the run, which its title leads to."""
        return []


class RunPage(generic.InspectView):
    """One run: its progress while it works, then its result."""

    any_permission_required = ["view"]
    page_title = gettext_lazy("Run")
    template_name = "feeds/admin/run.html"

    def get_object(self, queryset=None) -> FeedRun:
        """The run, if this person may see it."""
        return get_object_or_404(runs_visible_to(self.request.user), pk=self.pk)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way back to the feed."""
        user = self.request.user
        feeds = feeds_open_to(user).filter(pk=self.object.feed_id)
        if not user.has_perm("feeds.view_feed") or not feeds.exists():
            return []
        url = reverse("feeds_feed:inspect", args=[self.object.feed_id])
        return [HeaderButton(_("Feed"), url=url, icon_name="upload")]


class DownloadView(PermissionCheckedMixin, View):
    """Sends the file of a run, or (`as_checksum`) the line that `sha256sum --check` reads."""

    model = FeedRun
    permission_required = "view"
    http_method_names = ["get", "head"]
    as_checksum = False

    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """The file, if it is still kept and this person may see it."""
        published = runs_visible_to(request.user).exclude(file="")
        run = get_object_or_404(published, pk=pk)
        name = PurePosixPath(run.file).name
        if self.as_checksum:
            return HttpResponse(
                f"{run.sha256}  {name}\n",
                content_type="text/plain; charset=utf-8",
                headers={"Content-Disposition": f'attachment; filename="{name}.sha256"'},
            )
        try:
            file = storages["private"].open(run.file)
        except FileNotFoundError:
            raise Http404(_("The file of this run has been deleted.")) from None
        return FileResponse(
            file, as_attachment=True, filename=name, content_type=run.feed.media_type
        )


class FeedRunViewSet(ModelViewSet):
    """Runs of feeds; they are started on the feed, and nobody edits them."""

    model = FeedRun
    icon = "history"
    menu_label = gettext_lazy("Runs")
    menu_name = "feeds-runs"
    url_prefix = "feeds/run"
    url_namespace = "feeds_feedrun"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = RunIndexView
    inspect_view_class = RunPage
    inspect_template_name = RunPage.template_name
    list_display = [
        TitleColumn(
            "feed",
            label=gettext_lazy("Feed"),
            url_name="feeds_feedrun:inspect",
            sort_key="feed__name",
        ),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=lambda run: run.job.get_state_display() if run.job else "",
            primary=lambda run: bool(run.job) and run.job.state == run.job.State.SUCCEEDED,
        ),
        Column("rows", label=gettext_lazy("Rows")),
        DateColumn("created_at", label=gettext_lazy("Started"), sort_key="created_at"),
        Column("sha256", label=gettext_lazy("SHA-256"), accessor=lambda run: run.sha256[:12]),
    ]
    filterset_class = RunFilterSet
    search_fields = ["feed__name", "feed__code", "sha256"]
    search_backend_name = None
    form_fields: list[str] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses of what cannot be done."""
        pages = ["add", "edit", "delete", "history", "usage"]
        nothing = {f"{page}_url_name": None for page in pages}
        return super().get_common_view_kwargs(**nothing, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, the page and the files."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("download/<int:pk>/", DownloadView.as_view(), name="download"),
            path("sha256/<int:pk>/", DownloadView.as_view(as_checksum=True), name="sha256"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no form to find."""
