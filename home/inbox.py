"""What the inbox knows of pages: those to approve, and those sent back."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.models import Page, TaskState
from wagtail.permissions import page_permission_policy

from accounts.models import User
from catalog.revisions.inbox import Reviews, SentBack
from console.inbox.registry import InboxRow


def _form(key: str) -> str:
    return reverse("wagtailadmin_pages:edit", args=[key])


class PageReviews(Reviews):
    """Drafts of pages that wait for the person's approval."""

    code = "page_review"
    label = gettext_lazy("Review of a page")
    order = 11
    model = Page

    def rows(self, records: Sequence[TaskState], user: User) -> dict[int, InboxRow]:
        """Each with the way to its form, which shows what it changes."""
        return {
            state.pk: InboxRow(
                title=str(state.revision.object_str),
                url=_form(state.workflow_state.object_id),
                detail=state.task.name,
                sender=str(state.workflow_state.requested_by or ""),
                due_at=state.due_at,
            )
            for state in records
        }


class PagesSentBack(SentBack):
    """The person's drafts of pages for which changes were requested."""

    code = "page_sent_back"
    label = gettext_lazy("Page sent back to you")
    order = 31
    model = Page

    def writable(self, user: User) -> QuerySet[Page]:
        """Those that the person may write."""
        return page_permission_policy.instances_user_has_permission_for(user, "change")

    def address(self, key: str) -> str:
        """The form of the page."""
        return _form(key)
