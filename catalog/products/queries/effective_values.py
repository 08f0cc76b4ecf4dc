"""The values that hold for a product: its own, and for a variant also those of its parent.

A variant inherits by having no key: of an attribute, or of one language of a localizable attribute.
The axes of a family are set on each variant, and a parent has no parent. Which value holds for a
language and a channel is said by `catalog.attribute_types`; statements over `product` give it
INHERITED's alias as the second owner.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from psycopg.sql import SQL

from catalog.products.models.product import Product
from catalog.schema.queries.labels import AttributeLabel, catalog_labels
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


def merged_values(
    own: Values, inherited: Values, attributes: Mapping[str, AttributeLabel]
) -> Values:
    """`own` laid over `inherited`, language by language where `attributes` differ by it."""
    if not inherited:
        return own
    merged = {**inherited, **own}
    for code in own.keys() & inherited.keys():
        sides = inherited[code], own[code]
        is_localizable = code in attributes and attributes[code].is_localizable
        # A value may be older than the choice that its attribute differs by language.
        if is_localizable and all(isinstance(side, Mapping) for side in sides):
            merged[code] = {**sides[0], **sides[1]}
    return merged


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
    if not product.parent_id:
        return own
    inherited = inherited_values([product.parent_id]).get(product.parent_id, {})
    return merged_values(own, inherited, catalog_labels().attributes)
