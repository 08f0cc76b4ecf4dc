"""The values that hold for products, as documents: own ones, a channel's, and those of parents.

Which value holds is said by `catalog.attribute_types.holding`; here are the rows that it is asked
of. Statements over `product` give INHERITED's alias as the second owner. The axes of a family are
set on each variant, and a parent has no parent.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from psycopg.sql import SQL

from catalog.attribute_types.holding import Described, Owner, holding
from catalog.products.models.product import Product
from catalog.schema.queries.labels import catalog_labels
from exchange.registry import Join

Values = dict[str, Any]

# Only the products that have variants, so that a whole catalog is never hashed for a few of them.
INHERITED = Join(
    "variant_parent",
    SQL(
        "LEFT JOIN (SELECT id, values, channel_values FROM catalog_product WHERE id IN"
        " (SELECT parent_id FROM catalog_product WHERE parent_id IS NOT NULL)) variant_parent"
        " ON variant_parent.id = product.parent_id"
    ),
)


class StoredDocuments(NamedTuple):
    """The documents of a product, as a row of a query has them."""

    values: Values
    channel_values: Values


def has_variants() -> bool:
    """Whether any product is a variant; where none is, the join costs time for nothing."""
    return Product.objects.filter(parent__isnull=False).exists()


class EffectiveValues:
    """Reads the values that hold in `channel` (without one: the common ones) of many products.

    One query for all parents, none where nothing is a variant.
    """

    def __init__(
        self,
        attributes: Mapping[str, Described],
        parent_ids: Iterable[int | None],
        *,
        channel: str = "",
    ) -> None:
        self._attributes = attributes
        self._channel = channel
        self._parents = _stored_documents({key for key in parent_ids if key})

    def of(self, own: Owner, parent_id: int | None) -> Values:
        """The value of each attribute as it would be stored; a localizable one in all languages."""
        parent = self._parents.get(parent_id) if parent_id else None
        documents = [*self._documents(own), *(self._documents(parent) if parent else ())]
        if len(documents) == 1:
            # What stands alone is what holds; most products are so.
            return documents[0]
        found = {}
        for code in dict.fromkeys(code for document in documents for code in document):
            attribute = self._attributes.get(code)
            held = attribute and holding(attribute, [own, parent], channel=self._channel)
            if held:
                found[code] = held.document()
        return found

    def _documents(self, owner: Owner) -> list[Values]:
        """Those in which values of `owner` may stand, without empty ones of a channel."""
        own = (owner.channel_values or {}).get(self._channel) if self._channel else None
        return [owner.values or {}, *([own] if own and isinstance(own, dict) else [])]


def effective_values(product: Product, *, channel: str = "") -> Values:
    """The values that hold for `product`, as it is saved or as a draft has it in memory."""
    reader = EffectiveValues(catalog_labels().attributes, [product.parent_id], channel=channel)
    return reader.of(product, product.parent_id)


def _stored_documents(keys: set[int]) -> dict[int, StoredDocuments]:
    if not keys:
        return {}
    rows = Product.objects.filter(pk__in=keys).order_by()
    return {
        key: StoredDocuments(values or {}, by_channel or {})
        for key, values, by_channel in rows.values_list("pk", "values", "channel_values")
    }
