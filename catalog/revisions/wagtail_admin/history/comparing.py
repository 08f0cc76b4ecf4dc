"""Two versions of a product side by side."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from catalog.revisions.queries.differences.comparing import content_differences
from catalog.revisions.queries.history.versions import Version, load_version
from catalog.revisions.wagtail_admin.history.base import HistoryPage


class CompareView(HistoryPage, TemplateView):
    """What differs between the versions `a` and `b`, with a way to bring each value of `a` back."""

    template_name = "catalog/revisions/history/compare.html"
    page_title = _("Compare versions")
    restore_url_name: str | None = None
    value_url_name: str | None = None

    @cached_property
    def versions(self) -> tuple[Version, Version]:
        """The two versions, the older one first."""
        found = [load_version(self.object, self.request.GET.get(name, "")) for name in "ab"]
        if None in found:
            raise Http404(gettext("This version has been deleted. Choose another one."))
        return tuple(sorted(found, key=_order))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The differences that this person may see."""
        before, after = self.versions
        return super().get_context_data(**kwargs) | {
            "object": self.object,
            "before": before,
            "after": after,
            "differences": self.shown(content_differences(before.content, after.content)),
            "history_url": self.address(self.history_url_name),
            "restore_url": self.address(self.restore_url_name),
            "value_url": self.address(self.value_url_name),
            "may_restore": self.may_restore,
        }

    def last_breadcrumbs(self) -> list[dict[str, Any]]:
        """The history, then this page."""
        history = {"url": self.address(self.history_url_name), "label": gettext("History")}
        return [history, *super().last_breadcrumbs()]


def _order(version: Version) -> tuple:
    """What is published comes before what is a draft, and the older before the newer."""
    return (version.name == "draft", version.name == "live", version.at)
