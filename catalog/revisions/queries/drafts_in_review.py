"""Which products have a draft that waits for approval, for statements over many products."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from psycopg.sql import SQL, Composable, Literal
from wagtail.models import Task, WorkflowState

from catalog.products.models.product import Product

_WAITING = """
FROM wagtailcore_workflowstate AS waiting
JOIN wagtailcore_taskstate AS step ON step.id = waiting.current_task_state_id
WHERE waiting.base_content_type_id = {kind} AND waiting.status = {status}
"""
# There are few of them: the database looks them up once, whatever the number of products.
_IN_REVIEW = """product.id IN (SELECT waiting.object_id::bigint {waiting}
    AND step.task_id = {task})"""
_MARK = "SELECT coalesce(md5(string_agg(waiting.object_id, ',' ORDER BY waiting.id)), '') {waiting}"

NOTHING_IN_REVIEW = ""


def waits_for_sql(task: Task) -> Composable:
    """The condition that a draft of the product `product` waits for this step of its approval."""
    return SQL(_IN_REVIEW).format(waiting=_waiting(), task=Literal(task.pk))


def reviews_mark() -> str:
    """A text that is another one when other drafts wait for approval."""
    with connection.cursor() as cursor:
        cursor.execute(SQL(_MARK).format(waiting=_waiting()))
        [mark] = cursor.fetchone()
    return mark


def tasks_waited_for() -> list[Task]:
    """The steps that drafts of products wait for; what a group decides is one for all of them."""
    tasks = Task.objects.filter(
        task_states__workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        task_states__workflow_state__base_content_type=_kind(),
    )
    return list(tasks.distinct().specific())


def _waiting() -> Composable:
    return SQL(_WAITING).format(
        kind=Literal(_kind().pk), status=Literal(WorkflowState.STATUS_IN_PROGRESS)
    )


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(Product)
