"""The list of drafts that wait for the person's approval, to decide one or many."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Task, TaskState

from accounts.models import User
from catalog.products.wagtail_admin.permissions import sees_products
from catalog.revisions.queries.reviews import reviews_of, waiting_reviews
from catalog.revisions.services.reviewing import MOST_AT_ONCE, Decisions, decide_reviews

LIST = "catalog_reviews:list"
REVIEWS_A_PAGE = 25


class ReviewFilterForm(forms.Form):
    """What the list can be narrowed by."""

    task = forms.ModelChoiceField(
        Task.objects.none(), required=False, label=gettext_lazy("Step"), empty_label=_("All")
    )
    by = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label=gettext_lazy("Submitted by"),
        empty_label=_("Anyone"),
    )
    overdue = forms.BooleanField(required=False, label=gettext_lazy("Overdue only"))

    def __init__(self, data: Any, states: QuerySet[TaskState]):
        super().__init__(data)
        # Without the order of the list, which distinct would take for a part of the answer.
        plain = states.order_by()
        self.fields["task"].queryset = Task.objects.filter(pk__in=plain.values("task"))
        self.fields["by"].queryset = User.objects.filter(
            pk__in=plain.values("workflow_state__requested_by")
        )

    def narrowed(self, states: QuerySet[TaskState]) -> QuerySet[TaskState]:
        """Those of `states` that the form asks for; all of them where it cannot be read."""
        if not self.is_valid():
            return states
        chosen = self.cleaned_data
        if chosen["task"]:
            states = states.filter(task=chosen["task"])
        if chosen["by"]:
            states = states.filter(workflow_state__requested_by=chosen["by"])
        return states.filter(due_at__lt=timezone.now()) if chosen["overdue"] else states


class DecisionForm(forms.Form):
    """The decision about the ticked drafts."""

    action = forms.ChoiceField(choices=[("approve", _("Approve")), ("reject", _("Reject"))])
    comment = forms.CharField(required=False, max_length=5_000)
    review = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data: Any):
        super().__init__(data)
        digits = [key for key in data.getlist("review") if key.isdecimal() and len(key) < 19]
        self.fields["review"].choices = [(key, key) for key in digits[:MOST_AT_ONCE]]


class ReviewsMenuItem(MenuItem):
    """Shown to those who may see products: a step may be anybody's among them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may."""
        return sees_products(request.user)


class WaitingView(WagtailAdminTemplateMixin, TemplateView):
    """Drafts that wait for this person, those due first before the others."""

    template_name = "catalog/revisions/reviews/waiting.html"
    page_title = gettext_lazy("Waiting for review")
    header_icon = "tasks"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For whoever may see products; the query shows what waits for the person alone."""
        if not sees_products(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def states(self) -> QuerySet[TaskState]:
        """All that waits for this person."""
        return waiting_reviews(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Only this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of reviews with what each draft changes."""
        filters = ReviewFilterForm(self.request.GET, self.states)
        paginator = Paginator(filters.narrowed(self.states), REVIEWS_A_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "filters": filters,
            "is_filtered": bool(query),
            "page": page,
            "query": query.urlencode(),
            "reviews": reviews_of(page.object_list),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide the ticked drafts."""
        form = DecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Select drafts first, then approve or request changes."))
            return redirect(LIST)
        chosen = form.cleaned_data
        result = decide_reviews(
            keys=dict.fromkeys(chosen["review"]),
            action=chosen["action"],
            comment=chosen["comment"],
            user=request.user,
        )
        add_messages(request, result, chosen["action"])
        return redirect(LIST)


def add_messages(request: HttpRequest, result: Decisions, action: str) -> None:
    """Say what was decided, and what was not and why."""
    if result.decided:
        texts = {
            "approve": ngettext(
                "%(count)d draft approved.", "%(count)d drafts approved.", result.decided
            ),
            "reject": ngettext(
                "Changes requested for %(count)d draft.",
                "Changes requested for %(count)d drafts.",
                result.decided,
            ),
        }
        messages.success(request, texts[action] % {"count": result.decided})
    for name, reason in result.failed:
        messages.error(request, f"{name}: {reason}")
