from django.utils.translation import gettext as _

from accounts.models import User
from catalog.bulk.models import BulkChange, BulkChangeRow
from catalog.bulk.services.edits.operations import Action, operations_of
from catalog.products.write_policy import CHANGE, DELETE, PUBLISH, may_publish

_NEEDED = {
    Action.PUBLISH: PUBLISH,
    Action.UNPUBLISH: PUBLISH,
    Action.DELETE: DELETE,
}


def may_do(user: User, action: str | None) -> bool:
    """Whether `user` may do `action` with products, or change them where it is None."""
    return user.has_perm(_NEEDED.get(action, CHANGE))


def refusal(change: BulkChange, user: User | None) -> str:
    """Why `user` may not apply a bulk edit, for people; empty where nothing is in the way.

    The rule is that of imports: whoever may not publish changes what is not published, and what
    would change published products waits for somebody who may.
    """
    action = operations_of(change)[0].action if change.operations else ""
    if user is not None and not may_do(user, action):
        return _(
            "You have no right to do this with products. Ask somebody who has it; it waits here."
        )
    if may_publish(user) or not change.details.get("published"):
        return ""
    return _(
        "It changes products that are published, and you have no right to publish. "
        "Ask somebody who has it to apply this bulk edit; it waits here."
    )


def undo_refusal(change: BulkChange, user: User | None) -> str:
    """Why `user` may not undo a bulk edit, for people; empty where nothing is in the way.

    What was published when it was deleted is published when it comes back. It would be lost if the
    undo left it alone, so the whole undo waits for somebody who may publish.
    """
    if reason := refusal(change, user):
        return reason
    if may_publish(user) or operations_of(change)[0].action != Action.DELETE:
        return ""
    rows = change.rows.filter(outcome=BulkChangeRow.Outcome.CHANGED)
    if not rows.filter(before__product__live=True).exists():
        return ""
    return _(
        "It brings back products that were published, and you have no right to publish. "
        "Ask somebody who has it to undo this bulk edit; it waits here."
    )
