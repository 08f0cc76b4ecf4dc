"""The documents of a product in which the values of its attributes stand."""

from typing import Any

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
