"""The values that hold for a product: its own, and for a variant also those of its parent.

A variant inherits by having no key: of an attribute, or of one language of a localizable attribute
(an object without an "amount", which is what tells it from a measure). The axes of a family are set
on each variant, and a parent has no parent. Which value holds for a language and a channel is said
by `catalog.attribute_types`; statements over `product` give it INHERITED's alias as the second
owner.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from psycopg.sql import SQL

from catalog.products.models.product import Product
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


def has_variants() -> bool:
    """Whether any product is a variant; where none is, the join costs time for nothing."""
    return Product.objects.filter(parent__isnull=False).exists()


def merged_values(own: Values, inherited: Values) -> Values:
    """`own` laid over `inherited`, language by language."""
    if not inherited:
        return own
    merged = {**inherited, **own}
    for code in own.keys() & inherited.keys():
        if _is_by_language(own[code]) and _is_by_language(inherited[code]):
            merged[code] = {**inherited[code], **own[code]}
    return merged


def _is_by_language(value: Any) -> bool:
    return isinstance(value, Mapping) and "amount" not in value


def inherited_values(parent_ids: Iterable[int | None]) -> dict[int, Values]:
    """The values of these parents by key: one query, none where nothing is a variant."""
    wanted = {key for key in parent_ids if key}
    if not wanted:
        return {}
    rows = Product.objects.filter(pk__in=wanted).order_by().values_list("pk", "values")
    return {key: values for key, values in rows if isinstance(values, dict)}


def effective_values(product: Product) -> Values:
    """The common values that hold for `product`, as it is saved or as a draft has it in memory."""
    own = product.values if isinstance(product.values, dict) else {}
    parent = product.parent_id
    return merged_values(own, inherited_values([parent]).get(parent, {}) if parent else {})
