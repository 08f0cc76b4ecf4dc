"""Rejects rows that would leave variants of one product alike, or a variant without its values.

The database refuses the first for the whole statement; here the row is named. A row that is
accepted differs from every other accepted one and from what its siblings have now, so that the
order in which rows are written does not matter.
"""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

from catalog.models import Product
from catalog.products.queries.variants import alike_variants_sql
from imports.staging_tables import StagingTables

from .used_columns import UsedColumn
from .values import merged_values

# The changed variants of the accepted rows, with the key that they are told apart by.
_FUTURE = """
WITH future AS MATERIALIZED (
    SELECT checked.row_number, product.id, product.parent_id,
        catalog_variant_key(product.family_id, {values}) AS key
    FROM {checked} AS checked JOIN catalog_product product ON product.id = checked.product_id
    WHERE checked.reasons IS NULL AND checked.is_changed AND product.parent_id IS NOT NULL
)
UPDATE {checked} AS checked SET reasons = ARRAY[{reason}]
"""

_WITHOUT_VALUE = """
FROM future JOIN catalog_product product ON product.id = future.id
WHERE checked.row_number = future.row_number AND array_position(future.key, NULL) IS NOT NULL
"""
# The labels of the axes that have no value, in their order.
_MISSING = """
(SELECT string_agg(attribute.label, ', ' ORDER BY axis.sort_order, axis.id)
FROM catalog_familyattribute axis JOIN catalog_attribute attribute
ON attribute.id = axis.attribute_id
WHERE axis.family_id = product.family_id AND axis.is_variant_axis AND catalog_unique_key(
    attribute.type, {values} -> attribute.code, attribute.unit) IS NULL)
"""

_SAME_IN_FILE = """
FROM future JOIN (
    SELECT parent_id, key, min(row_number) AS first FROM future GROUP BY parent_id, key
) AS alike ON alike.parent_id = future.parent_id AND alike.key = future.key
WHERE checked.row_number = future.row_number AND future.row_number > alike.first
"""

_SAME_AS_SIBLING = """
FROM future
JOIN catalog_product sibling ON sibling.parent_id = future.parent_id AND sibling.id <> future.id
WHERE checked.row_number = future.row_number
    AND catalog_variant_key(sibling.family_id, sibling.values) = future.key
"""

# Parents whose variants the family that their row gives would not tell apart.
_ALIKE_IN_NEW_FAMILY = """
UPDATE {checked} AS checked SET reasons = ARRAY[replace({message}, '{{skus}}', alike.skus)]
FROM (
    SELECT moved.row_number, {skus} AS skus
    FROM {checked} AS moved
    JOIN catalog_product model ON model.id = moved.product_id AND model.parent_id IS NULL
    WHERE moved.reasons IS NULL AND moved.key_family_id <> model.family_id
) AS alike
WHERE checked.row_number = alike.row_number AND alike.skus IS NOT NULL
"""


def variant_statements(tables: StagingTables, used: Sequence[UsedColumn]) -> Iterator[Composable]:
    """The updates of the checked table, in order; none where there are no variants."""
    if not Product.objects.filter(parent__isnull=False).exists():
        return
    yield SQL(_ALIKE_IN_NEW_FAMILY).format(
        checked=tables.checked,
        skus=alike_variants_sql(SQL("model.id"), SQL("moved.key_family_id")),
        message=Literal(
            _(
                "In this family, the variants {skus} would have the same values. Give them "
                "different values first."
            )
        ),
    )
    values = merged_values(used, "product", "checked")
    missing = _message_sql(
        _("A variant needs its own value for: {missing}."),
        "{missing}",
        SQL(_MISSING).format(values=values),
    )
    yield _rejecting(tables, values, missing, _WITHOUT_VALUE)
    sibling = _message_sql(
        _("The variant {sku} of the same product already has these values."),
        "{sku}",
        SQL("sibling.sku"),
    )
    yield _rejecting(tables, values, sibling, _SAME_AS_SIBLING)
    first = _message_sql(
        _("Row {row} already gives another variant of this product the same values."),
        "{row}",
        SQL("alike.first::text"),
    )
    yield _rejecting(tables, values, first, _SAME_IN_FILE)


def _message_sql(message: str, name: str, shown: Composable) -> Composable:
    return SQL("replace({}, {}, {})").format(Literal(message), Literal(name), shown)


def _rejecting(
    tables: StagingTables, values: Composable, reason: Composable, condition: str
) -> Composable:
    return SQL(_FUTURE + condition).format(checked=tables.checked, values=values, reason=reason)
