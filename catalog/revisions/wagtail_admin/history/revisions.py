"""Wagtail's form of an old revision gives way to the pages of the history."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View

from catalog.revisions.wagtail_admin.history.base import HistoryPage


class RevisionView(HistoryPage, View):
    """Leads to the comparison of a revision with what the form of the product shows now.

    Wagtail's form of a revision writes all of it over what is there now, with the parts that this
    person may not change, such as prices. The comparison brings back what this person may change.
    """

    http_method_names = ["get", "head"]
    compare_url_name: str | None = None

    def get(self, request: HttpRequest, pk: str, revision_id: int) -> HttpResponse:
        """Go to the comparison."""
        has_draft = self.object.has_unpublished_changes and self.object.latest_revision_id
        query = f"a=r{revision_id}&b={'draft' if has_draft else 'live'}"
        return redirect(f"{self.address(self.compare_url_name)}?{query}")
