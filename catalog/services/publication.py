"""Publishing is refused where an error blocks the channel that is this website."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.log_actions import log
from wagtail.models import Revision

from catalog.models import Product
from catalog.selectors.publication import refusal_text, refusals

SCHEDULED = "wagtail.publish.scheduled"


class PublicationRefusedError(ValidationError):
    """A product has an error that keeps it off this site."""

    def __init__(self, product: Product, reasons: list[str]):
        super().__init__(refusal_text(product, reasons))
        self.product = product


def allow_publication(*, revision: Revision, log_action: Any) -> bool:
    """Whether `revision` may be published now.

    Raises PublicationRefusedError where it may not. On schedule nobody reads that, and other
    products wait behind: then its schedule ends, its history says why, and this is False.
    """
    product = revision.as_object()
    reasons = refusals([product]).get(product.pk)
    if not reasons:
        return True
    if log_action != SCHEDULED:
        raise PublicationRefusedError(product, reasons)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    log(
        instance=product,
        action="catalog.publish.refused",
        revision=revision,
        data={"reasons": reasons},
    )
    return False
