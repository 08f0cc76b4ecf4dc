"""Feeds in the admin: their list and form, the page to look before running, and "Run now"."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from catalog.attribute_types.addresses import ValueAddress
from catalog.products.wagtail_admin.permissions import sees_products
from catalog.segments.rights import segments_known_to
from console.signed_in import SignedInRequest, User
from console.wagtail_admin.database_refusals import TellsDatabaseRefusals
from feeds.exceptions import FeedError
from feeds.models import Feed, FeedRun
from feeds.selectors import Preview, feeds_open_to, preview_feed, runs_visible_to
from feeds.services import start_feed_run

from .forms import ColumnsPanel, FeedForm

RECENT_RUNS = 5


class OpenFeed:
    """A page of one feed: there for people who may read all its columns."""

    def get_object(self, *args: Any) -> Feed:
        """The feed, if this person may read what it writes."""
        feed = super().get_object(*args)
        if not feeds_open_to(self.request.user).filter(pk=feed.pk).exists():
            raise Http404(_("Feed not found."))
        return feed


class FeedPage(OpenFeed, generic.InspectView):
    """What the feed would write now (its first rows), its latest runs, and the button to run."""

    page_title = gettext_lazy("Preview and run")
    template_name = "feeds/admin/feed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the preview, or why there is none."""
        context = super().get_context_data(**kwargs)
        user = self.request.user
        context["runs"] = runs_visible_to(user).filter(feed=self.object)[:RECENT_RUNS]
        context["can_run"] = user.has_perm("feeds.add_feedrun")
        try:
            preview = preview_feed(self.object)
            context["preview"] = preview
            context["rows"] = _explained_rows(self.object, preview, user)
        except FeedError as error:
            context["problem"] = str(error)
        return context


def _explained_rows(feed: Feed, preview: Preview, user: User) -> list[list[tuple[str | None, str]]]:
    """Each cell with the address of the page that explains its value, where there is one."""
    codes = preview.attributes if sees_products(user) else [""] * len(preview.attributes)
    queries = [
        urlencode({"path": str(ValueAddress(code, feed.locale, feed.channel.code))}) if code else ""
        for code in codes
    ]
    pages = [reverse("catalog_product:history_value", args=[key]) for key in preview.keys]
    return [
        [
            (text, f"{page}?{query}" if query else "")
            for text, query in zip(row, queries, strict=True)
        ]
        for page, row in zip(pages, preview.rows, strict=True)
    ]


class RunFeedView(PermissionCheckedMixin, View):
    """Starts a run in the background."""

    model = FeedRun
    permission_required = "add"
    http_method_names = ["post"]

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Start, and show the run; or say why it cannot start."""
        feed = get_object_or_404(feeds_open_to(request.user), pk=pk)
        try:
            run = start_feed_run(feed=feed, started_by=request.user)
        except FeedError as error:
            messages.error(request, str(error))
            return redirect("feeds_feed:inspect", feed.pk)
        messages.success(request, _("“%(feed)s” is running.") % {"feed": feed})
        return redirect("feeds_feedrun:inspect", run.pk)


class FeedFilterSet(WagtailFilterSet):
    """What feeds can be narrowed by."""

    segment = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Segment"),
        queryset=lambda request: segments_known_to(request.user).shared(),
    )

    class Meta:
        model = Feed
        fields = ["channel", "segment", "format"]


class FeedIndexView(generic.IndexView):
    """The list of feeds."""

    def get_base_queryset(self) -> QuerySet[Feed]:
        """The feeds that this person may read, with what the list shows of them."""
        return feeds_open_to(self.request.user).select_related("channel", "segment")

    def get_list_more_buttons(self, instance: Feed) -> list[Button]:
        """Call the page by what it is for."""
        buttons = super().get_list_more_buttons(instance)
        for button in buttons:
            if button.url == self.get_inspect_url(instance):
                button.label, button.icon_name = FeedPage.page_title, "view"
        return buttons


class FeedCreateView(TellsDatabaseRefusals, generic.CreateView):
    """The form of a new feed."""


class FeedEditView(OpenFeed, TellsDatabaseRefusals, generic.EditView):
    """The form of a feed, with the way to its preview."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Preview and run, in sight."""
        return [
            HeaderButton(FeedPage.page_title, url=self.get_inspect_url(), icon_name="view"),
        ]


class FeedDeleteView(OpenFeed, generic.DeleteView):
    """Deletes a feed with its files."""


class FeedHistoryView(OpenFeed, generic.HistoryView):
    """What happened to a feed."""


class FeedUsageView(OpenFeed, generic.UsageView):
    """What names a feed."""


class FeedViewSet(ModelViewSet):
    """Feeds."""

    model = Feed
    icon = "upload"
    menu_label = gettext_lazy("Feeds")
    menu_name = "feeds-feeds"
    url_prefix = "feeds/feed"
    url_namespace = "feeds_feed"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = FeedIndexView
    add_view_class = FeedCreateView
    edit_view_class = FeedEditView
    delete_view_class = FeedDeleteView
    inspect_view_class = FeedPage
    history_view_class = FeedHistoryView
    usage_view_class = FeedUsageView
    inspect_template_name = FeedPage.template_name
    list_display = [
        "name",
        "code",
        Column("channel", label=gettext_lazy("Channel"), sort_key="channel__name"),
        Column("segment", label=gettext_lazy("Segment"), sort_key="segment__name"),
        Column("get_format_display", label=gettext_lazy("Format"), sort_key="format"),
    ]
    filterset_class = FeedFilterSet
    search_fields = ["name", "code"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel(["name", "code"]),
                    FieldRowPanel(["channel", "segment"]),
                    FieldRowPanel(["locale", "format"]),
                    "is_safe_to_open",
                ],
                heading=gettext_lazy("Feed"),
            ),
            ColumnsPanel(
                "columns",
                [
                    FieldRowPanel(["header", FieldPanel("source"), "constant"]),
                    FieldPanel("transforms"),
                ],
                heading=gettext_lazy("Columns"),
                label=gettext_lazy("Column"),
                min_num=1,
            ),
        ],
        base_form_class=FeedForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """The usual ones, and the one that runs a feed."""
        return [
            *super().get_urlpatterns(),
            path("run/<int:pk>/", RunFeedView.as_view(), name="run"),
        ]
