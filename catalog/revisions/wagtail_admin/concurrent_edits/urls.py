"""Adds the page of clashing edits to the viewset of products, and the report of all of them."""

from typing import Any

from django.urls import URLPattern, path

from catalog.revisions.wagtail_admin.concurrent_edits.conflict import ConflictView
from catalog.revisions.wagtail_admin.concurrent_edits.pending_changes import DecidePendingChangeView
from catalog.revisions.wagtail_admin.concurrent_edits.report import ClashesView

app_name = "catalog_clashes"
urlpatterns = [
    path("", ClashesView.as_view(), name="list"),
    path("results/", ClashesView.as_view(results_only=True), name="list_results"),
    path("offers/<int:pk>/", DecidePendingChangeView.as_view(), name="decide_pending_change"),
]


class ConcurrentEditPages:
    """The form of a product may be open twice."""

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the form where clashes are decided."""
        return super().get_common_view_kwargs(
            conflict_url_name=self.get_url_name("conflict"), **kwargs
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        """The pages of the viewset and the one about clashes."""
        view = self.construct_view(ConflictView)
        return [
            *super().get_urlpatterns(),
            path("edit/<int:pk>/conflict/<uuid:key>/", view, name="conflict"),
        ]
