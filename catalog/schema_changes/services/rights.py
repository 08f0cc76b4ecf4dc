from functools import partial

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.right_holders import holders_of
from catalog.bulk.models import BulkChange, BulkChangeRow
from catalog.products.models.product import Product
from catalog.products.write_policy import Write, refusal_of_many
from catalog.schema_changes.services.operations import Operation


def refusal(change: BulkChange, user: User | None) -> str:
    """Why `user` may not apply or undo a change of the schema, for people; else empty.

    What an editor has planned, somebody who may publish applies where products are live. The same
    holds for the way back, and goes by what is live at that time. Without a user a command runs.
    """
    operation = Operation.of(change)
    if user is not None and (reason := _lacks_right_to_model(operation, user)):
        return reason
    return refusal_of_many(Write.ROW, user, touches_published=partial(_touches_published, change))


def _lacks_right_to_model(operation: Operation, user: User) -> str:
    if operation.kind == "drop_channel":
        if user.has_perm("catalog.delete_channel"):
            return ""
        words = _("You do not have permission to delete channels. Ask %(roles)s.")
        return words % {"roles": holders_of("catalog.delete_channel")}
    rights = ["catalog.change_attribute", "catalog.delete_attribute"]
    if user.has_perm("catalog.publish_product") or user.has_perms(rights):
        return ""
    words = _("You do not have permission to change and delete attributes. Ask %(roles)s.")
    return words % {"roles": holders_of("catalog.delete_attribute")}


def _touches_published(change: BulkChange) -> bool:
    """What was applied has taken values away, so only its rows know the products by then."""
    if change.state == BulkChange.State.READY:
        products = Operation.of(change).products()
    else:
        rows = change.rows.filter(outcome=BulkChangeRow.Outcome.CHANGED)
        products = Product.objects.filter(pk__in=rows.values("product_id"))
    return products.filter(live=True).exists()
