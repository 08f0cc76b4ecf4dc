from django.utils.translation import gettext as _

from accounts.models import User
from catalog.models import BulkChange

PUBLISH = "catalog.publish_product"
CHANGE = "catalog.change_product"


def may_publish(user: User | None) -> bool:
    """Whether `user` may change what is published; without a user a command runs."""
    return user is None or user.has_perm(PUBLISH)


def refusal(change: BulkChange, user: User | None) -> str:
    """Why `user` may not apply or undo a bulk edit, for people; empty where nothing is in the way.

    The rule is that of imports: whoever may not publish changes what is not published, and what
    would change published products waits for somebody who may.
    """
    if user is not None and not user.has_perm(CHANGE):
        return _("You have no right to change products.")
    if may_publish(user) or not change.details.get("published"):
        return ""
    return _(
        "It changes products that are published, and you have no right to publish. "
        "Ask somebody who has it to apply this bulk edit; it waits here."
    )
