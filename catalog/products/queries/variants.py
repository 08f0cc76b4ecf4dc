"""Which variants of a product are alike, by the axes that its family has or is to have."""

import json
from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable

from catalog.schema.models.attribute import Attribute
from catalog.schema.models.family import Family

_ALIKE = """
(SELECT min(skus) FROM (
    SELECT string_agg(variant.sku, ', ' ORDER BY variant.sku) AS skus
    FROM catalog_product AS variant
    CROSS JOIN LATERAL catalog_variant_key({family}, variant.values) AS key
    WHERE variant.parent_id = {parent} AND key IS NOT NULL AND array_position(key, NULL) IS NULL
    GROUP BY key HAVING count(*) > 1) AS alike)
"""


def alike_variants_sql(parent: Composable, family: Composable) -> Composable:
    """SQL of the SKUs of variants of `parent` that `family` would not tell apart, NULL for none."""
    return SQL(_ALIKE).format(parent=parent, family=family)


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


_ALIKE_BY_AXES = """
SELECT min(parent.sku), count(*) FROM (
    SELECT parent_id, ARRAY(
        SELECT catalog_unique_key(type, values -> code, unit) FROM catalog_attribute
        WHERE id = ANY(%s) ORDER BY id) AS key
    FROM catalog_product WHERE family_id = %s AND parent_id IS NOT NULL
) AS variant
JOIN catalog_product parent ON parent.id = variant.parent_id
WHERE array_position(key, NULL) IS NULL
GROUP BY variant.parent_id, key HAVING count(*) > 1 LIMIT 1
"""


def check_axes(family: Family, axes: Sequence[Attribute]) -> str:
    """Why the family cannot have these axes: two variants of one product would be the same."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE_BY_AXES, [[axis.pk for axis in axes], family.pk])
        clash = cursor.fetchone()
    if not clash:
        return ""
    return _(
        "With these attributes, %(count)d variants of %(sku)s would be identical. Change their "
        "values first, or let variants differ in one more attribute."
    ) % {"count": clash[1], "sku": clash[0]}
