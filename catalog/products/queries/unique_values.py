"""Which product has a value that no other may have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from catalog.attribute_types.registry import attribute_type
from catalog.products.models.product import Product
from catalog.products.models.unique_value import UniqueValue
from catalog.schema.models.attribute import Attribute

# What the trigger of the attribute would refuse; see the migration of the unique values.
_CLASHES = """
SELECT (array_agg(catalog_value_as_written(stored) ORDER BY product_id))[1],
    array_agg(sku ORDER BY product_id)
FROM (
    SELECT product.id AS product_id, product.sku, slot.channel, slot.locale, slot.stored,
        catalog_unique_key(%(type)s, slot.stored, %(unit)s) AS value
    FROM catalog_product product, LATERAL catalog_unique_slots(%(code)s, %(is_localizable)s,
        %(is_per_channel)s, product.values, product.channel_values) AS slot
) AS held
WHERE value IS NOT NULL
GROUP BY channel, locale, value HAVING count(*) > 1
ORDER BY min(product_id) LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Clash:
    """A value that several products have, as the first of them has it written."""

    value: str
    skus: Sequence[str]


def unique_clashes(attribute: Attribute, *, limit: int) -> list[Clash]:
    """The first values that keep the attribute from being unique."""
    parameters = {
        name: getattr(attribute, name)
        for name in ("type", "unit", "code", "is_localizable", "is_per_channel")
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLASHES, {**parameters, "limit": limit})
        return [Clash(*row) for row in cursor.fetchall()]


def holder_of(
    attribute: Attribute, stored: Any, *, channel: str = "", locale: str = "", but: int | None
) -> Product | None:
    """The product other than `but` that has this value of a unique attribute."""
    key = attribute_type(attribute.type).unique_key(attribute, stored)
    held = UniqueValue.objects.filter(
        attribute_id=attribute.pk, channel=channel, locale=locale, value=key or ""
    )
    others = Product.objects.filter(pk__in=held.exclude(product_id=but).values("product_id"))
    return others.select_related("brand").first()
