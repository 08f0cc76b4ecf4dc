"""The variants of a product, as its page shows them to switch between."""

import json

from django.db import connection
from psycopg.sql import SQL, Composable

_ALIKE = """
(SELECT min(skus) FROM (
    SELECT string_agg(variant.sku, ', ' ORDER BY variant.sku) AS skus
    FROM catalog_product AS variant
    CROSS JOIN LATERAL catalog_variant_key({family}, variant.values) AS key
    WHERE variant.parent_id = {model} AND key IS NOT NULL AND array_position(key, NULL) IS NULL
    GROUP BY key HAVING count(*) > 1) AS alike)
"""


def alike_variants_sql(model: Composable, family: Composable) -> Composable:
    """SQL of the SKUs of variants of `model` that `family` would not tell apart, NULL for none."""
    return SQL(_ALIKE).format(model=model, family=family)


_SIBLING = """
SELECT sku FROM catalog_product
WHERE parent_id = %(parent)s AND id <> %(product)s
    AND catalog_variant_key(family_id, values)
        = catalog_variant_key((SELECT family_id FROM catalog_product WHERE id = %(parent)s),
            %(values)s::jsonb)
LIMIT 1
"""


def same_sibling(*, parent_id: int, values: dict, but: int | None) -> str:
    """The SKU of a variant of the parent that has the axis values of `values`, else ""."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SIBLING,
            {"parent": parent_id, "product": but or 0, "values": json.dumps(values)},
        )
        row = cursor.fetchone()
    return row[0] if row else ""
