"""Remembers what each open form shows."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.products.locks import lock_product
from catalog.products.models.product import Product
from catalog.revisions.models.opened_form import OpenedForm

KEPT_FOR = timedelta(days=14)


class OvertakenError(Exception):
    """What the same form sent later has been saved already."""


def open_form(*, product: Product, user: User) -> OpenedForm:
    """Remember what `user` sees of `product`, which holds the content that the form shows."""
    return OpenedForm.objects.create(
        product_id=product.pk, user=user, content=product.serializable_data()
    )


def opened_form(*, key: str, product: Product, user: User) -> OpenedForm | None:
    """The form that `user` has opened under `key`, or None where it is not known (any more)."""
    try:
        sought = uuid.UUID(key)
    except ValueError:
        return None
    return OpenedForm.objects.filter(pk=sought, product_id=product.pk, user=user).first()


def take_turn(*, form: OpenedForm, number: int, gives_way: bool) -> None:
    """Lock the product and `form`, bring it up to date, and note the `number` of what was sent.

    The form may have saved itself since `form` was read. Raises OvertakenError where what was sent
    gives way to what was sent later and has been saved; 0 is no number.
    """
    lock_product(form.product_id)
    form.refresh_from_db(from_queryset=OpenedForm.objects.select_for_update())
    if gives_way and 0 < number < form.number:
        raise OvertakenError(_("A later version of your changes has already been saved."))
    form.number = max(form.number, number)
    form.save(update_fields=["number"])


def renew_form(*, form: OpenedForm, content: dict[str, Any]) -> None:
    """What the form shows from now on: what was sent with it."""
    form.content, form.pending = content, None
    form.save()


def keep_pending(*, form: OpenedForm, content: dict[str, Any]) -> None:
    """Keep what clashes with another's edit until the person has chosen."""
    form.pending = content
    form.save()


def drop_old_forms() -> int:
    """Forget forms that nobody has used for two weeks; returns how many."""
    old = OpenedForm.objects.filter(used_at__lt=timezone.now() - KEPT_FOR)
    return old.delete()[0]
