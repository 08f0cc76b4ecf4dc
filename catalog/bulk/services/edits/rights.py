from django.utils.translation import gettext as _

from accounts.models import User
from catalog.bulk.models import BulkChange, BulkChangeRow
from catalog.bulk.queries.rules import rule_for
from catalog.bulk.services.edits.lifecycle import LIFECYCLE_WRITES
from catalog.bulk.services.edits.operations import Action, operations_of
from catalog.products.write_policy import CHANGE, DELETE, PUBLISH, Write, refusal_of_many


def may_do(user: User, action: str | None) -> bool:
    """Whether `user` may do `action` with products, or change them where it is None."""
    return not refusal_of_many(_write_of(action), user, touches_published=lambda: False)


def may_send(user: User) -> bool:
    """Whether `user` may send bulk edits to review: who changes products may."""
    return may_do(user, None)


def refusal(change: BulkChange, user: User | None) -> str:
    """Why `user` may not apply a bulk edit, for people; empty where nothing is in the way.

    Whoever may not publish changes what is not published, and what would change published products
    waits for somebody who may.
    """
    action = operations_of(change)[0].action if change.operations else None
    return refusal_of_many(
        _write_of(action), user, touches_published=lambda: bool(change.details.get("published"))
    )


def refusal_to_apply(change: BulkChange, user: User | None) -> str:
    """The same for one that nobody has approved: a rule may ask for that, whoever applies it."""
    if reason := refusal(change, user):
        return reason
    is_unapproved = change.state == BulkChange.State.READY and change.details.get("published")
    if is_unapproved and (rule := rule_for(change)):
        groups = ", ".join(str(step.group) for step in rule.steps.select_related("group"))
        return _("The rule “%(rule)s” asks for approval first (%(groups)s): send it to review.") % {
            "rule": rule,
            "groups": groups,
        }
    return ""


def undo_refusal(change: BulkChange, user: User | None) -> str:
    """Why `user` may not undo a bulk edit, for people; empty where nothing is in the way.

    What was published when it was deleted is published when it comes back. It would be lost if the
    undo left it alone, so the whole undo waits for somebody who may publish.
    """
    if reason := refusal(change, user):
        return reason
    if operations_of(change)[0].action != Action.DELETE:
        return ""
    rows = change.rows.filter(outcome=BulkChangeRow.Outcome.CHANGED, before__product__live=True)
    return refusal_of_many(Write.DELETION, user, touches_published=rows.exists)


def rights_to_apply(change: BulkChange) -> list[str]:
    """The permissions that the last one to approve `change` has."""
    action = operations_of(change)[0].action
    return [PUBLISH, *([DELETE] if action == Action.DELETE else [CHANGE])]


def _write_of(action: str | None) -> Write:
    return next((write for one, write in LIFECYCLE_WRITES.items() if one == action), Write.ROW)
