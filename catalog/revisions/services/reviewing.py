"""Decides the approval of several drafts at once."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from accounts.models import User
from catalog.products.locks import lock_product
from catalog.products.models.product import Product
from catalog.revisions.queries.reviews import waiting_reviews
from console.inbox.registry import MOST_AT_ONCE, Decisions
from console.postgresql.database_reasons import database_reason

ACTIONS = {"approve", "reject"}


def decide_reviews(
    *, keys: Collection[int], action: str, comment: str, user: User, of: type[Model] = Product
) -> Decisions:
    """Approve or reject the steps with these keys, each in a transaction of its own.

    `action` is "approve" or "reject". A step that `user` may not decide, or that somebody has
    decided meanwhile, is left alone and told. Raises ValueError for another action and for more
    than MOST_AT_ONCE.
    """
    if action not in ACTIONS or len(keys) > MOST_AT_ONCE:
        raise ValueError
    result = Decisions()
    states = {state.pk: state for state in waiting_reviews(user, of).filter(pk__in=keys)}
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
            if state.workflow_state.base_content_type.model_class() is Product:
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
    except PermissionDenied:
        result.failed.append((name, _("Someone has already decided it.")))
    except DatabaseError as error:
        result.failed.append((name, database_reason(error)))
    else:
        result.decided += 1
