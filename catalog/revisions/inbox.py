"""What the inbox knows of drafts: those to approve, those sent back, and edits that clash."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Model, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from wagtail.models import TaskState, WorkflowState

from accounts.models import User
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.products.write_policy import WriteRefusedError
from catalog.revisions.models import OfferedValue, OpenedForm
from catalog.revisions.queries.differences.comparing import part_of_path
from catalog.revisions.queries.pending_changes import pending_changes_of
from catalog.revisions.queries.reviews import Review, reviews_of, waiting_reviews
from catalog.revisions.services.pending_changes import (
    PendingChangeError,
    accept_pending_change,
    refuse_pending_change,
)
from catalog.revisions.services.reviewing import decide_reviews
from console.inbox.registry import (
    Choice,
    Decision,
    Decisions,
    InboxRow,
    InboxSource,
    TextChange,
)
from console.keys import read_keys

CHANGES_SHOWN = 3
_ACTIONS = {Decision.APPROVE: "approve", Decision.SEND_BACK: "reject"}


class Reviews(InboxSource):
    """Drafts of one model that wait for the person's approval."""

    order = 10
    icon = "tasks"
    since = "started_at"
    sender = "workflow_state__requested_by"
    wagtail_notification = "submitted_notifications"
    model: type[Model]
    choices: Mapping[Decision, Choice] = {
        Decision.APPROVE: Choice(
            gettext_lazy("Approve"),
            ngettext_lazy("%(count)d draft approved.", "%(count)d drafts approved.", "count"),
        ),
        Decision.SEND_BACK: Choice(
            gettext_lazy("Send back"),
            ngettext_lazy(
                "Changes requested for %(count)d draft.",
                "Changes requested for %(count)d drafts.",
                "count",
            ),
            asks_comment=True,
        ),
    }

    def waiting(self, user: User) -> QuerySet[TaskState]:
        """The steps that the person can decide."""
        return waiting_reviews(user, self.model).order_by()

    def overdue(self, records: QuerySet[TaskState]) -> QuerySet[TaskState]:
        """Those that wait for longer than their step allows."""
        return records.filter(due_at__lt=timezone.now())

    def decide(
        self, *, keys: Collection[str], decision: Decision, comment: str, user: User
    ) -> Decisions:
        """Approve, or request changes."""
        numbers = read_keys(keys)
        return decide_reviews(
            keys=numbers, action=_ACTIONS[decision], comment=comment, user=user, of=self.model
        )


class ProductReviews(Reviews):
    """Drafts of products that wait for the person's approval."""

    code = "product_review"
    label = gettext_lazy("Review of a product")
    model = Product

    def rows(self, records: Sequence[TaskState], user: User) -> dict[int, InboxRow]:
        """Each with the first differences from what is published."""
        hidden = hidden_parts_of(user)
        return {review.task_state.pk: _review_row(review, hidden) for review in reviews_of(records)}


def _review_row(review: Review, hidden: Collection[str]) -> InboxRow:
    seen = [one for one in review.differences if part_of_path(one.path) not in hidden]
    state = review.task_state
    return InboxRow(
        title=str(review.product),
        url=reverse("catalog_reviews:review", args=[state.pk]),
        detail=state.task.name + ("" if review.product.live else " · " + _("not published yet")),
        changes=[TextChange(one.label, one.before, one.after) for one in seen[:CHANGES_SHOWN]],
        change_count=len(review.differences),
        sender=str(state.workflow_state.requested_by or ""),
        due_at=review.due_at,
    )


class SentBack(InboxSource):
    """The person's drafts of one model for which changes were requested."""

    order = 30
    icon = "undo"
    since = "current_task_state__finished_at"
    sender = "current_task_state__finished_by"
    wagtail_notification = "rejected_notifications"
    model: type[Model]

    def writable(self, user: User) -> QuerySet[Any]:
        """The records that the person may still write."""
        raise NotImplementedError

    def address(self, key: str) -> str:
        """Where the draft is written."""
        raise NotImplementedError

    def waiting(self, user: User) -> QuerySet[WorkflowState]:
        """What the person sent and got back."""
        keys = self.writable(user).order_by().values("pk")
        return WorkflowState.objects.annotate(record=Cast("object_id", BigIntegerField())).filter(
            requested_by=user,
            status=WorkflowState.STATUS_NEEDS_CHANGES,
            base_content_type=ContentType.objects.get_for_model(self.model),
            current_task_state__finished_at__isnull=False,
            record__in=keys,
        )

    def rows(self, records: Sequence[WorkflowState], user: User) -> dict[int, InboxRow]:
        """Each with what was said to it."""
        states = WorkflowState.objects.select_related(
            "current_task_state__finished_by", "current_task_state__revision"
        ).in_bulk([record.pk for record in records])
        return {
            key: InboxRow(
                title=str(state.current_task_state.revision.object_str),
                url=self.address(state.object_id),
                detail=state.current_task_state.comment,
                sender=str(state.current_task_state.finished_by or ""),
            )
            for key, state in states.items()
            if state.current_task_state
        }


class ProductsSentBack(SentBack):
    """The person's drafts of products for which changes were requested."""

    code = "product_sent_back"
    label = gettext_lazy("Product sent back to you")
    model = Product

    def writable(self, user: User) -> QuerySet[Product]:
        """All, with the right to write products."""
        products = Product.objects.all()
        return products if user.has_perm("catalog.change_product") else products.none()

    def address(self, key: str) -> str:
        """The form of the product."""
        return reverse("catalog_product:edit", args=[key])


class ClashingEdits(InboxSource):
    """Edits that the person sent while somebody else changed the same."""

    code = "clash"
    label = gettext_lazy("Edit conflict")
    icon = "warning"
    order = 20
    since = "used_at"

    def waiting(self, user: User) -> QuerySet[OpenedForm]:
        """Those of which the person has not chosen yet what stays."""
        edits = OpenedForm.objects.filter(user=user, pending__isnull=False)
        return edits if user.has_perm("catalog.change_product") else edits.none()

    def rows(self, records: Sequence[OpenedForm], user: User) -> dict[Any, InboxRow]:
        """Each with the way to choose."""
        products = Product.objects.select_related("brand").in_bulk(
            {edit.product_id for edit in records}
        )
        return {
            edit.pk: InboxRow(
                title=str(products[edit.product_id]),
                url=reverse("catalog_product:conflict", args=[edit.product_id, edit.pk]),
                detail=_("Someone else changed the same fields. Choose which edit to keep."),
            )
            for edit in records
            if edit.product_id in products
        }


class OfferedValues(InboxSource):
    """Values that an import or an edit brought while the person's draft had others."""

    code = "offered_value"
    label = gettext_lazy("Value beside your draft")
    icon = "warning"
    order = 21
    since = "offered_at"
    choices: Mapping[Decision, Choice] = {
        Decision.APPROVE: Choice(
            gettext_lazy("Take"),
            ngettext_lazy(
                "%(count)d value was taken into its draft.",
                "%(count)d values were taken into their drafts.",
                "count",
            ),
        ),
        Decision.DISMISS: Choice(
            gettext_lazy("Keep mine"),
            ngettext_lazy(
                "%(count)d draft keeps its own value.",
                "%(count)d drafts keep their own values.",
                "count",
            ),
        ),
    }

    def waiting(self, user: User) -> QuerySet[OfferedValue]:
        """Those of which the person's draft still has another."""
        values = OfferedValue.objects.waiting().filter(editor=user)
        return values if user.has_perm("catalog.change_product") else values.none()

    def rows(self, records: Sequence[OfferedValue], user: User) -> dict[int, InboxRow]:
        """Each with both values, unless they are of something that the person may not see."""
        hidden = hidden_parts_of(user)
        seen = [value for value in records if part_of_path(value.path) not in hidden]
        products = Product.objects.select_related("brand").in_bulk(
            {value.product_id for value in seen}
        )
        return {
            change.key: InboxRow(
                title=str(products[key]),
                url=change.address,
                detail=_("%(source)s brought another value than your draft has.")
                % {"source": change.source.label},
                changes=[TextChange(change.label, change.kept, change.offered)],
                change_count=1,
            )
            for key, changes in pending_changes_of(seen).items()
            for change in changes
        }

    def decide(
        self, *, keys: Collection[str], decision: Decision, comment: str, user: User
    ) -> Decisions:
        """Take the values, or keep those of the drafts."""
        result = Decisions()
        numbers = read_keys(keys)
        values = self.waiting(user).select_related("product").in_bulk(numbers)
        for number in numbers:
            if number not in values:
                gone = _("There is nothing left to decide.")
                result.failed.append((str(self.label), gone))
            else:
                _decide_value(values[number], decision, user, result)
        return result


def _decide_value(value: OfferedValue, decision: Decision, user: User, result: Decisions) -> None:
    try:
        if decision is Decision.APPROVE:
            accept_pending_change(pending_change=value, user=user)
        else:
            refuse_pending_change(pending_change=value)
    except WriteRefusedError as error:
        result.failed.append((str(value.product), " ".join(error.reasons)))
    except PendingChangeError as error:
        result.failed.append((str(value.product), str(error)))
    else:
        result.decided += 1
