"""Publishing is refused where an error blocks the channel that is this website."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
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


@contextmanager
def refused_in_words(*, product: Product) -> Iterator[None]:
    """Turn what the database refuses while the block publishes `product` into a refusal.

    An old draft may hold what stands in the way of others by now: a number or a unique value that
    was taken meanwhile, prices that overlap, relations in a circle. Nothing of the block is kept.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise PublicationRefusedError(product, [database_reason(error)]) from error


def database_reason(error: IntegrityError) -> str:
    """What a constraint says for people, else what the database says."""
    told = getattr(error.__cause__, "diag", None)
    words = {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_app_config("catalog").get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }
    if told is None:
        return str(error)
    return words.get(told.constraint_name) or " ".join(
        filter(None, (told.message_primary, told.message_detail))
    )
