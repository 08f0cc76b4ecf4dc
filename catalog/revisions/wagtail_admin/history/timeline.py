"""What happened to a product, act by act."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from accounts.models import User
from audit.models import HistoryRetention
from catalog.products.parts import product_parts
from catalog.revisions.queries.differences.comparing import Difference, differences_of_pairs
from catalog.revisions.queries.history.timeline import ProductChange, product_timeline
from catalog.revisions.wagtail_admin.history.base import HistoryPage, source_address, users_by_key

ACTS_A_PAGE = 20
SHOWN_DIFFERENCES = 12
_TITLES = {"+": _("Created"), "~": _("Changed"), "-": _("Deleted")}


@dataclass(frozen=True, slots=True)
class Act:
    """A line of the page."""

    change: ProductChange
    title: str
    user: User | None
    source_url: str
    differences: list[Difference]
    more: int


class TimelineView(HistoryPage, TemplateView):
    """Who changed what, when and by what way, with the versions to compare and bring back."""

    template_name = "catalog/revisions/history/timeline.html"
    page_title = _("History")
    # Wagtail hands these to its own view of the history; the results view is not used here.
    results_only = False
    drafts_url_name: str | None = None
    compare_url_name: str | None = None
    restore_url_name: str | None = None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to the form and to the list of drafts."""
        if not self.may_restore:
            return []
        drafts = self.address(self.drafts_url_name)
        edit = self.address(self.edit_url_name)
        return [
            HeaderButton(gettext("Edit"), url=edit, icon_name="edit"),
            HeaderButton(gettext("Drafts and workflow"), url=drafts, icon_name="draft"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of acts."""
        timeline = product_timeline(self.object.pk, without=self.hidden_parts)
        changes = Paginator(timeline, ACTS_A_PAGE)
        page = changes.get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "object": self.object,
            "page": page,
            "acts": self._acts(page.object_list),
            "newest": changes.object_list[0].version if changes.count else "",
            "compare_url": self.address(self.compare_url_name),
            "restore_url": self.address(self.restore_url_name),
            "has_draft": self.object.has_unpublished_changes and self.object.latest_revision_id,
            "may_restore": self.may_restore,
            "retention": HistoryRetention.load(),
        }

    def _acts(self, changes: Sequence[ProductChange]) -> list[Act]:
        users = users_by_key(change.user_id for change in changes)
        found = differences_of_pairs([_contents(change) for change in changes])
        return [
            self._act(change, users.get(change.user_id), self.shown(differences))
            for change, differences in zip(changes, found, strict=True)
        ]

    def _act(self, change: ProductChange, user: User | None, differences: list) -> Act:
        return Act(
            change=change,
            title=str(_TITLES[change.kind]),
            user=user,
            source_url=source_address(change.source),
            differences=differences[:SHOWN_DIFFERENCES],
            more=max(0, len(differences) - SHOWN_DIFFERENCES),
        )


def _contents(change: ProductChange) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the act wrote, before and after, in the form of two revisions' contents."""
    sides: tuple[dict, dict] = ({}, {})
    rows: dict[str, tuple[list, list]] = defaultdict(lambda: ([], []))
    for row in change.rows:
        for side, parts, content in zip(
            sides, rows[row.part], (row.before, row.content), strict=True
        ):
            if row.part and content:
                parts.append(content)
            elif not row.part:
                # Of the first write that is known, everything is new.
                side.update(content or dict.fromkeys(row.content or row.before or {}))
    for part, (before, after) in rows.items():
        if part:
            held = product_parts()[part].held
            sides[0][part], sides[1][part] = held(before), held(after)
    return sides
