"""Reads the values that refer to a product."""

from typing import Any

from django.utils.translation import gettext as _

from catalog.attribute_types.references import value_error
from catalog.attribute_types.types import DescribedAttribute
from catalog.products.models.product import Product


def read_product(attribute: DescribedAttribute, value: Any) -> str:
    """The SKU of the product that the value names."""
    sku = value.sku if isinstance(value, Product) else str(value)
    if not isinstance(value, Product) and not Product.objects.filter(sku=sku).exists():
        raise value_error(
            attribute, _("%(label)s is the SKU of a product; there is no “%(sku)s”."), sku=sku
        )
    return sku
