"""The page of one draft that waits: what it changes, what was said before, and the decision."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import TaskState

from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.revisions.inbox import ProductReviews
from catalog.revisions.queries.differences.comparing import part_of_path
from catalog.revisions.queries.reviews import Review, reviews_of, waiting_reviews
from console.inbox.deciding import decide_rows
from console.inbox.registry import Decision
from console.signed_in import SignedInRequest
from console.wagtail_admin.inbox.forms import LONGEST_COMMENT
from console.wagtail_admin.inbox.views import LIST, add_messages

_DECISIONS = {"approve": Decision.APPROVE, "reject": Decision.SEND_BACK}


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """One draft, field by field, for who can decide it; 404 for everybody else."""

    template_name = "catalog/revisions/reviews/review.html"
    page_title = gettext_lazy("Review")
    header_icon = "tasks"

    @cached_property
    def review(self) -> Review:
        """The draft, if it waits for this person."""
        states = waiting_reviews(self.request.user).filter(pk=self.kwargs["pk"])
        reviews = reviews_of(states)
        if not reviews:
            raise Http404(_("It is not waiting for you, or has already been decided."))
        return reviews[0]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        inbox = {"url": reverse(LIST), "label": _("Inbox")}
        return [*self.breadcrumbs_items, inbox, {"url": "", "label": str(self.review.product)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The differences that this person may see, and the earlier steps."""
        hidden = hidden_parts_of(self.request.user)
        review = self.review
        shown = [one for one in review.differences if part_of_path(one.path) not in hidden]
        return super().get_context_data(**kwargs) | {
            "review": review,
            "product": review.product,
            "differences": shown,
            "not_shown": len(review.differences) - len(shown),
            "earlier": _earlier_steps(review.task_state),
        }

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Decide, and go on with the list."""
        decision = _DECISIONS.get(request.POST.get("action", ""))
        if decision is None:
            raise Http404
        comment = request.POST.get("comment", "")[:LONGEST_COMMENT]
        names = [f"{ProductReviews.code}:{pk}"]
        for decided in decide_rows(
            names=names, decision=decision, comment=comment, user=request.user
        ):
            add_messages(request, decided, decision)
        return redirect(LIST)


def _earlier_steps(state: TaskState) -> list[TaskState]:
    """What was decided of this product before, the newest first."""
    same = {
        "workflow_state__base_content_type": state.workflow_state.base_content_type_id,
        "workflow_state__object_id": state.workflow_state.object_id,
    }
    decided = TaskState.objects.filter(finished_at__isnull=False, **same)
    return list(decided.select_related("task", "finished_by").order_by("-finished_at")[:10])
