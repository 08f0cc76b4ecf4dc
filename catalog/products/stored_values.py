"""The documents of a product in which the values of its attributes stand."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q
from django.db.models.fields.json import HasAnyKeys, KeyTransform

from catalog.attribute_types.addresses import CHANNEL_VALUES, VALUES, ValueAddress
from catalog.products.models.product import Product

DOCUMENTS = (VALUES, CHANNEL_VALUES)


def documents_of(product: Product) -> dict[str, Any]:
    """Both documents by their columns, as they are in memory."""
    return {name: getattr(product, name) for name in DOCUMENTS}


def write_value(product: Product, address: ValueAddress, value: Any) -> str:
    """Put `value` at its address, in memory; returns the column that is to be saved.

    No value leaves no key behind.
    """
    column = address.keys[0]
    setattr(product, column, address.written(documents_of(product), value)[column])
    return column


def holds_any(codes: Sequence[str], channel: str = "", *, prefix: str = "") -> Q:
    """That there is a value of one of these attributes: a channel's own or, without one, a common.

    `prefix` is the path of a lookup to the record that has the documents. The code of a channel is
    no part of a path, which would divide it at "__".
    """
    held = F(f"{prefix}{CHANNEL_VALUES if channel else VALUES}")
    return Q(HasAnyKeys(KeyTransform(channel, held) if channel else held, list(codes)))
