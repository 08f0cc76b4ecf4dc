"""A draft that waits for approval closes its product: only who decides about it writes it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from psycopg.sql import SQL
from wagtail.models import Task

from accounts.models import User
from catalog.products.models.product import Product
from catalog.products.write_policy import AT_ONCE, Closing, Refusal, Write
from catalog.revisions.queries.drafts_in_review import tasks_waited_for, waits_for_sql


def _words(task: Task) -> str:
    groups = getattr(task, "groups", None)
    names = ", ".join(groups.order_by("name").values_list("name", flat=True)) if groups else ""
    return _(
        "Its draft is waiting for %(step)s. Until it is approved or rejected, only %(roles)s can "
        "edit it."
    ) % {
        "step": task.name,
        "roles": names or _("an administrator"),
    }


def _is_closed(task: Task, user: User | None) -> bool:
    """Whether `user` does not decide the step; a command decides nothing."""
    return user is None or task.locked_for_user(None, user)


def _refuses(product: Product, write: Write, user: User | None) -> str:
    # What is published is written at once: the draft takes it too, and what is to be approved
    # about it stays the same. Otherwise the draft is all there is.
    if write in AT_ONCE and product.live:
        return ""
    task = product.current_workflow_task
    return _words(task) if task and _is_closed(task, user) else ""


def _conditions(write: Write, user: User | None) -> Iterator[Refusal]:
    for task in tasks_waited_for():
        if _is_closed(task, user):
            condition = waits_for_sql(task)
            if write in AT_ONCE:
                condition = SQL("(NOT product.live AND {})").format(condition)
            yield condition, _words(task)


REVIEW = Closing(refuses=_refuses, conditions=_conditions)
