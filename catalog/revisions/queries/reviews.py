"""Drafts of products that wait for somebody's approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateTimeField, ExpressionWrapper, F, Model, QuerySet, Value
from django.utils import timezone
from wagtail.models import TaskState

from accounts.models import User
from catalog.products.models.product import Product
from catalog.revisions.queries.differences.comparing import Difference, differences_of_pairs
from catalog.revisions.queries.live_contents import live_contents, nothing_published

_DAY = Value(timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Review:
    """A draft that waits: the step of its approval, the product as published, what differs.

    `due_at` is None where the step has no due date.
    """

    task_state: TaskState
    product: Product
    differences: list[Difference]
    due_at: datetime | None

    @property
    def is_overdue(self) -> bool:
        """Whether the due date has passed."""
        return self.due_at is not None and self.due_at < timezone.now()


def waiting_reviews(user: User, of: type[Model] = Product) -> QuerySet[TaskState]:
    """The steps that `user` can decide, of one model only, those due first before the others.

    Each has `due_at`, which is None for tasks without a due date.
    """
    due = ExpressionWrapper(
        F("started_at") + F("task__reviewtask__days_to_review") * _DAY, DateTimeField()
    )
    return (
        TaskState.objects.reviewable_by(user)
        .filter(
            # What a step that can be decided is; said for the partial index.
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=ContentType.objects.get_for_model(of),
        )
        .annotate(due_at=due)
        .select_related("revision__user", "workflow_state__requested_by", "task")
        .order_by(F("due_at").asc(nulls_last=True), "started_at", "pk")
    )


def reviews_of(states: Sequence[TaskState]) -> list[Review]:
    """What each waiting step is about, with its differences from what is published.

    The number of queries does not depend on how many there are. Steps of products that were
    deleted meanwhile are left out.
    """
    keys = {int(state.workflow_state.object_id) for state in states}
    products = Product.objects.select_related("brand").in_bulk(keys)
    found = [state for state in states if int(state.workflow_state.object_id) in products]
    live = live_contents(products.values())
    pairs = []
    for state in found:
        product = products[int(state.workflow_state.object_id)]
        content = state.revision.content
        pairs.append((live[product.pk] if product.live else nothing_published(content), content))
    return [
        Review(
            task_state=state,
            product=products[int(state.workflow_state.object_id)],
            differences=differences,
            due_at=state.due_at,
        )
        for state, differences in zip(found, differences_of_pairs(pairs), strict=True)
    ]
