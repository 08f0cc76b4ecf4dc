"""Changing one field or one attribute value of a product by itself, as the listing does.

The row is written at once. A product with an open draft has the change carried into the draft, as
an import does it; where the draft says otherwise already, the draft stays as its editor wants it.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from audit.services import acting_as
from audit.sources import ChangeSource
from catalog.attribute_types.addresses import ValueAddress
from catalog.attribute_types.checking import check_value
from catalog.products.gtin import read_gtin
from catalog.products.models.product import Product
from catalog.products.services.row_writes import leave_revisions
from catalog.products.stored_values import documents_of, write_value
from catalog.products.write_policy import Write, refuse_write
from catalog.revisions.services.drafts import carry_into_draft
from catalog.schema.models.attribute import Attribute
from catalog.schema.queries.localizable import localizable_codes
from console.model_fields import own_field
from console.postgresql.database_reasons import database_reason
from console.spelling import trimmed

# The fields of the product itself that can be changed so.
FIELDS = frozenset({"name", "status", "gtin"})


class CellConflictError(Exception):
    """Somebody else has changed the value since it was shown; `stored` is what it is now."""

    def __init__(self, stored: Any) -> None:
        super().__init__()
        self.stored = stored


@dataclass(frozen=True)
class Cell:
    """A place on a product: one of its own FIELDS, or an attribute in one language."""

    field: str = ""
    attribute: Attribute | None = None
    locale: str = ""

    def read(self, product: Product) -> Any:
        """What is stored; None for no value."""
        if self.field:
            return getattr(product, self.field)
        return self.address.read(documents_of(product))

    @property
    def address(self) -> ValueAddress:
        """Where the value of the attribute stands."""
        return ValueAddress(self.attribute.code, self.locale)

    def checked(self, product: Product, text: str) -> Any:
        """What would be stored for `text`; ValidationError that says what is wrong."""
        if not self.field:
            return check_value(self.attribute, text)
        if "\x00" in text:
            raise ValidationError(_("The text contains a character that cannot be stored."))
        text = read_gtin(text) if self.field == "gtin" else trimmed(text)
        return own_field(Product, self.field).clean(text, product)

    def write(self, product: Product, value: Any) -> None:
        """Put `value` in its place; no value leaves no key behind."""
        if self.field:
            setattr(product, self.field, value)
        else:
            write_value(product, self.address, value)

    def parts(self, product: Product) -> dict[str, Any]:
        """The touched part of the product, as recorded changes hold it."""
        if self.field:
            return {"columns": {self.field: getattr(product, self.field)}}
        code = self.attribute.code
        return {"values": {code: product.values[code]} if code in product.values else {}}


def change_cell(*, product_id: int, cell: Cell, text: str, seen: Any, user: User) -> list[str]:
    """Store what a person typed over `seen`; returns the fields in which a draft says otherwise.

    Raises ValidationError for what may not stand there, WriteRefusedError, which is one, for what
    may not be written now, and CellConflictError where the value is not `seen` any more.
    """
    try:
        with transaction.atomic(), acting_as(user_id=user.pk, source=ChangeSource.CELL.of()):
            return _change(product_id, cell, text, seen, user)
    except IntegrityError as error:
        raise ValidationError(database_reason(error)) from error


def _change(product_id: int, cell: Cell, text: str, seen: Any, user: User) -> list[str]:
    product = Product.objects.select_for_update().get(pk=product_id)
    refuse_write(product, Write.ROW, user)
    stored = cell.read(product)
    if stored != seen:
        raise CellConflictError(stored)
    value = cell.checked(product, text)
    if value == stored:
        return []
    before = cell.parts(product)
    cell.write(product, value)
    kept = _carry(product, before, cell.parts(product))
    _save(product, cell.field or "values", user)
    return kept


def _carry(product: Product, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    if not (product.has_unpublished_changes and product.latest_revision_id):
        return []
    return carry_into_draft(
        revision_id=product.latest_revision_id,
        before=before,
        after=after,
        localizable=localizable_codes(),
    )


def _save(product: Product, field: str, user: User) -> None:
    """Write the row with its history; without a draft the form shows the row from now on."""
    product._history_user = user
    product.save(update_fields=[field, "updated_at", *leave_revisions(product)])
    log(instance=product, action="wagtail.edit", user=user)
