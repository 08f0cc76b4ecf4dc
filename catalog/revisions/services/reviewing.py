"""Decides the approval of several drafts at once."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from accounts.models import User
from catalog.products.locks import lock_product
from catalog.products.queries.constraint_messages import database_reason
from catalog.revisions.queries.reviews import waiting_reviews

# Each approval may publish a product in the same request.
MOST_AT_ONCE = 100
ACTIONS = {"approve", "reject"}


@dataclass
class Decisions:
    """How many drafts were decided, and why others were not: (product, reason)."""

    decided: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


def decide_reviews(*, keys: Collection[int], action: str, comment: str, user: User) -> Decisions:
    """Approve or reject the steps with these keys, each in a transaction of its own.

    `action` is "approve" or "reject". A step that `user` may not decide, or that somebody has
    decided meanwhile, is left alone and told. Raises ValueError for another action and for more
    than MOST_AT_ONCE.
    """
    if action not in ACTIONS or len(keys) > MOST_AT_ONCE:
        raise ValueError
    result = Decisions()
    states = {state.pk: state for state in waiting_reviews(user).filter(pk__in=keys)}
    for key in keys:
        if key not in states:
            result.failed.append((str(key), _("It is no longer waiting for you.")))
        else:
            _decide(states[key], action, comment, user, result)
    return result


def _decide(state: TaskState, action: str, comment: str, user: User, result: Decisions) -> None:
    name = str(state.revision.object_str)
    try:
        with transaction.atomic():
            # First, as the approval may publish it.
            lock_product(state.workflow_state.object_id)
            locked = TaskState.objects.select_for_update().get(pk=state.pk)
            if locked.status != TaskState.STATUS_IN_PROGRESS:
                result.failed.append((name, _("Someone else has already decided it.")))
                return
            specific = locked.specific
            specific.task.specific.on_action(specific, user, action, comment=comment)
    except ValidationError as error:
        result.failed.append((name, " ".join(error.messages)))
    except DatabaseError as error:
        result.failed.append((name, database_reason(error)))
    else:
        result.decided += 1
