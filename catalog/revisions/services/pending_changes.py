"""Decides about values that were offered to an open draft; see `OfferedValue`."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from accounts.models import User
from catalog.products.models.product import Product
from catalog.products.write_policy import Write, refuse_write
from catalog.revisions.models.offered_value import OfferedValue
from catalog.revisions.queries.content import latest_content
from catalog.revisions.queries.history.paths import written


class PendingChangeError(Exception):
    """Why an offered value cannot be taken, in words for people."""


@transaction.atomic
def accept_pending_change(*, pending_change: OfferedValue, user: User) -> Revision:
    """Save a draft of the product with the offered value, and return it.

    Raises WriteRefusedError where the product is closed, PendingChangeError where the change is no
    more.
    """
    product = Product.objects.select_for_update(of=("self",)).get(pk=pending_change.product_id)
    refuse_write(product, Write.DRAFT, user)
    waiting = OfferedValue.objects.filter(pk=pending_change.pk).waiting().first()
    if waiting is None:
        raise PendingChangeError(_("There is nothing left to decide."))
    content = written(latest_content(product), waiting.path, waiting.value)
    revision = product.with_content_json(content).save_revision(user=user, clean=False)
    log(instance=product, action="wagtail.edit", user=user, revision=revision, content_changed=True)
    waiting.delete()
    return revision


def refuse_pending_change(*, pending_change: OfferedValue) -> None:
    """Leave the draft as it is, and ask no more."""
    OfferedValue.objects.filter(pk=pending_change.pk).delete()


def forget_pending_changes(*, product: Product) -> None:
    """Forget what was offered to a draft that is published now."""
    OfferedValue.objects.filter(product=product, product__has_unpublished_changes=False).delete()
