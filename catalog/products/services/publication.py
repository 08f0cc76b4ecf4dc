"""Publishes a product, unless a registered check or a constraint of the database refuses it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from accounts.models import User
from catalog.products import write_policy
from catalog.products.after_publication import after_publication
from catalog.products.locks import lock_product
from catalog.products.models.product import Product
from catalog.products.publication_checks import refusals
from catalog.products.services.products import keep_live_version
from catalog.products.write_policy import Write
from catalog.schema.code_uses.descriptions import in_words
from catalog.schema.code_uses.registry import Code, binding_uses
from console.past_schedules import has_passed
from console.postgresql.database_reasons import database_reason

SCHEDULED = "wagtail.publish.scheduled"


class PublicationRefusedError(ValidationError):
    """A product cannot be published as its draft is; the message says why."""

    def __init__(self, product: Product, reasons: list[str]):
        super().__init__(
            _("“%(product)s” is not published: %(reasons)s")
            % {"product": product, "reasons": " ".join(reasons)}
        )
        self.product = product
        self.reasons = reasons


def publish_unless_refused(
    *, revision: Revision, person: User | None, log_action: Any, publish: Callable[[], None]
) -> None:
    """Publish `revision` by calling `publish`; form, approval, bulk edit and schedule come here.

    What an import or a bulk edit is writing at the moment is waited for, and is published with the
    draft that it was carried into. Raises PublicationRefusedError where `person` may not publish it
    now, or an error of the product or the database stands in the way. On schedule nobody reads
    that, and it would fail every minute anew: then the schedule ends, and the history of the
    product says why. The draft stays in any case.
    """
    with transaction.atomic():
        stored = _lock(revision)
        if log_action != SCHEDULED:
            _end_past_expiry(revision)
        product = revision.as_object()
        if product.go_live_at and not has_passed(product.go_live_at):
            keep_live_version(product=product, before=revision.created_at)
            # The product that the revision remembers is not the row any more.
            revision.refresh_from_db()
        reasons = (
            _not_for(person, stored)
            or refusals([product]).get(product.pk)
            or _known_by_another_number(stored, product)
            or _refused_by_database(publish)
        )
        if not reasons:
            after_publication(product)
            return
        if log_action != SCHEDULED:
            raise PublicationRefusedError(product, reasons)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(
            instance=product,
            action="catalog.publish.refused",
            revision=revision,
            data={"reasons": reasons},
        )


def _not_for(person: User | None, stored: Product | None) -> list[str]:
    """Why `person` may not publish: the product may be locked since the form was opened."""
    if person is None or stored is None:
        return []
    return write_policy.refusals(stored, Write.PUBLICATION, person)


def _known_by_another_number(stored: Product | None, product: Product) -> list[str]:
    """What knows the product by the SKU that this draft, which may be old, takes from it."""
    if stored is None or stored.sku == product.sku:
        return []
    uses = binding_uses(Code(stored, "sku"))
    words = _("Its SKU cannot be changed from “%(sku)s” because it is used in %(uses)s.")
    return [words % {"sku": stored.sku, "uses": in_words(uses, None)}] if uses else []


def _lock(revision: Revision) -> Product | None:
    """Lock the product and then its revision, and bring what was read of both up to date.

    The product as it is stored.
    """
    stored = lock_product(revision.object_id)
    # The product that the revision remembers is forgotten with it.
    revision.refresh_from_db(from_queryset=Revision.objects.select_for_update())
    return stored


def _end_past_expiry(revision: Revision) -> None:
    """Let what a person publishes stay, although the version was to expire at a time that passed.

    On schedule it is published and then expires, as it would have in time.
    """
    if has_passed(revision.as_object().expire_at):
        revision.content = {**revision.content, "expire_at": None}
        # A plain update: saving the revision would send signals.
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def _refused_by_database(publish: Callable[[], None]) -> list[str]:
    """Publish, or say what the database has against it; then nothing of it is kept.

    An old draft may hold what stands in the way of others by now: a number or a unique value that
    was taken meanwhile, the axes of another variant, prices that overlap, relations in a circle.
    """
    try:
        with transaction.atomic():
            publish()
            # Now, and not at the end of a transaction in which others are published as well.
            connection.check_constraints()
    except IntegrityError as error:
        return [database_reason(error)]
    return []
