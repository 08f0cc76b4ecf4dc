"""The page of the inbox: what waits, narrowed and by pages, and the decisions about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from console.inbox.deciding import Decided, decide_rows
from console.inbox.reading import (
    Entry,
    Place,
    count_waiting,
    read_page,
    shown_count,
    waiting_in_all,
)
from console.inbox.registry import Decision, find_source
from console.signed_in import SignedInRequest
from console.wagtail_admin.inbox.forms import InboxFilterForm, Sent, has_shortcuts, read_decision

LIST = "console_inbox:list"
# What the buttons over the list say; a row calls them by the words of its kind.
_LABELS = {
    Decision.APPROVE: gettext_lazy("Approve selected"),
    Decision.SEND_BACK: gettext_lazy("Send back selected"),
    Decision.RETRY: gettext_lazy("Retry selected"),
    Decision.DISMISS: gettext_lazy("Dismiss selected"),
}


class InboxView(WagtailAdminTemplateMixin, TemplateView):
    """What waits for the person, what has waited longest first."""

    request: SignedInRequest
    template_name = "console/inbox/inbox.html"
    page_title = gettext_lazy("Inbox")
    header_icon = "mail"

    @cached_property
    def filters(self) -> InboxFilterForm:
        """What the list is narrowed by."""
        return InboxFilterForm(self.request.GET)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Only this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of what waits."""
        narrowing = self.filters.narrowing
        after = Place.read(self.request.GET.get("after", ""))
        page = read_page(self.request.user, narrowing, after)
        query = self.request.GET.copy()
        query.pop("after", None)
        return super().get_context_data(**kwargs) | {
            "filters": self.filters,
            "is_filtered": any([narrowing.kind, narrowing.sender, narrowing.overdue]),
            "is_first": after is None,
            "page": page,
            "query": query.urlencode(),
            "senders": sorted({entry.row.sender for entry in page.entries} - {""}),
            "bulk": _offered(page.entries),
            "has_shortcuts": has_shortcuts(self.request),
            "next_url": self.request.get_full_path(),
        }

    def post(self, request: SignedInRequest) -> HttpResponse:
        """Decide, after a comment was asked for where that belongs to the decision."""
        sent = read_decision(request.POST)
        back = get_valid_next_url_from_request(request) or reverse(LIST)
        if sent is None:
            messages.error(request, _("Tick what you decide about first."))
            return redirect(back)
        if sent.comment is None and _asks_comment(sent):
            return self._ask_comment(sent, back)
        for decided in decide_rows(
            names=sent.names,
            decision=sent.decision,
            comment=sent.comment or "",
            user=request.user,
        ):
            add_messages(request, decided, sent.decision)
        return redirect(back)

    def _ask_comment(self, sent: Sent, back: str) -> TemplateResponse:
        context = WagtailAdminTemplateMixin.get_context_data(self) | {
            "view": self,
            "sent": sent,
            "next_url": back,
        }
        return TemplateResponse(self.request, "console/inbox/comment.html", context)


def add_messages(request: HttpRequest, decided: Decided, decision: Decision) -> None:
    """Say what was decided, and what was not and why."""
    result = decided.result
    if result.decided:
        done = decided.source.choices[decision].done
        messages.success(request, done % {"count": result.decided})
    for name, reason in result.failed:
        messages.error(request, f"{name}: {reason}")


def _offered(entries: list[Entry]) -> list[tuple[Decision, str]]:
    """The decisions that something on the page can be ticked for."""
    offered = {decision for entry in entries for decision in entry.source.choices}
    return [(one, str(_LABELS[one])) for one in Decision if one in offered]


def _asks_comment(sent: Sent) -> bool:
    sources = filter(None, (find_source(name.partition(":")[0]) for name in sent.names))
    choices = [source.choices.get(sent.decision) for source in sources]
    return any(choice.asks_comment for choice in choices if choice)


@never_cache
@require_safe
def count(request: SignedInRequest) -> JsonResponse:
    """How much waits, for the entry in the menu, which asks after the page is there."""
    number = waiting_in_all(count_waiting(request.user, with_overdue=False))
    return JsonResponse({"count": shown_count(number) if number else ""})
