"""Adds the pages of the history to the viewset of products."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from wagtail.snippets.views.snippets import HistoryView

from catalog.revisions.wagtail_admin.history.comparing import CompareView
from catalog.revisions.wagtail_admin.history.restoring import RestoreView
from catalog.revisions.wagtail_admin.history.revisions import RevisionView
from catalog.revisions.wagtail_admin.history.timeline import TimelineView
from catalog.revisions.wagtail_admin.history.value import ValueHistoryView


class HistoryPages:
    """The history shows what was published; Wagtail's own list of drafts stands beside it."""

    history_view_class = TimelineView
    history_template_name = TimelineView.template_name
    value_history_view_class = ValueHistoryView

    @property
    def revisions_revert_view(self) -> Callable[..., HttpResponse]:
        """The history compares a revision and brings it back."""
        return self.construct_view(RevisionView)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell each page where the others are; a page takes the addresses that it knows."""
        addresses = {
            f"{name}_url_name": self.get_url_name(f"history_{name}")
            for name in ("drafts", "compare", "restore", "value")
        }
        return super().get_common_view_kwargs(**addresses, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The pages of the viewset and those of the history."""
        drafts = {
            "history_url_name": self.get_url_name("history_drafts"),
            "history_results_url_name": self.get_url_name("history_drafts_results"),
        }
        pages = {
            "drafts": self.construct_view(HistoryView, **drafts),
            "drafts_results": self.construct_view(HistoryView, **drafts, results_only=True),
            "compare": self.construct_view(CompareView),
            "restore": self.construct_view(RestoreView),
            "value": self.construct_view(self.value_history_view_class),
        }
        return [
            *super().get_urlpatterns(),
            *(
                path(f"history/<int:pk>/{name}/", view, name=f"history_{name}")
                for name, view in pages.items()
            ),
        ]
