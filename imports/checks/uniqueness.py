"""Rejects rows that only a look at the others, or at other products, shows to be wrong."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

from imports.models import ImportProfile
from imports.staging_tables import StagingTables

from .used_columns import UsedColumn

# The later rows of a key that stands twice in the file are rejected, naming the first.
_TWICE_IN_FILE = """
UPDATE {checked} AS checked
SET reasons = checked.reasons || replace({message}, '{{row}}', twice.first::text)
FROM (
    SELECT {key} AS key, min(row_number) AS first FROM {checked} AS checked
    WHERE {key} IS NOT NULL GROUP BY 1 HAVING count(*) > 1
) AS twice
WHERE {key} = twice.key AND checked.row_number > twice.first
"""

# One value of the two, which cannot be put together in two ways: the brand's key is a number.
BRAND_AND_NUMBER = "(checked.key_brand_id || ' ' || checked.key_part_number)"

_OF_ANOTHER_PRODUCT = """
UPDATE {checked} AS checked
SET reasons = checked.reasons || replace({message}, '{{sku}}', other.sku)
FROM catalog_product other
WHERE {same} AND other.id IS DISTINCT FROM checked.product_id
    AND (checked.product_id IS NULL OR checked.is_changed)
"""

_HELD_BY_ANOTHER_PRODUCT = """
UPDATE {checked} AS checked
SET reasons = checked.reasons || replace({message}, '{{sku}}', other.sku)
FROM catalog_uniquevalue held JOIN catalog_product other ON other.id = held.product_id
WHERE (held.attribute_id, held.channel, held.locale) = ({attribute}, '', {locale})
    AND held.value = {key}
    AND held.product_id IS DISTINCT FROM checked.product_id
"""


def uniqueness_statements(
    tables: StagingTables, profile: ImportProfile, used: Sequence[UsedColumn]
) -> Iterator[Composable]:
    """The updates of the checked table, in order.

    What identifies the product by the profile's key needs no look at other products: it matched.
    """
    number = _("Row {row} already has the same part number of the same brand.")
    same_sku = _("Row {row} already has the same SKU.")
    yield _twice(tables, SQL("checked.key_sku"), same_sku)
    yield _twice(tables, SQL(BRAND_AND_NUMBER), number)
    if profile.key == ImportProfile.Key.SKU:
        yield _taken(
            tables,
            SQL(
                "(other.brand_id, other.part_number) ="
                " (checked.key_brand_id, checked.key_part_number)"
            ),
            _("The product {sku} already has this part number of this brand."),
        )
    else:
        yield _taken(
            tables,
            SQL("other.sku = checked.key_sku"),
            _("The SKU {sku} belongs to a product with another part number."),
        )
    for column in used:
        if column.target.attribute and column.target.attribute.is_unique:
            yield from _unique_values(tables, column)


def _unique_values(tables: StagingTables, column: UsedColumn) -> Iterator[Composable]:
    """Against the other rows and against the table of unique values, normalised as it is."""
    attribute, locale = column.target.attribute, column.target.locale
    label = {"attribute": attribute.label}
    stored = SQL("checked.values -> {}").format(Literal(attribute.code))
    if locale:
        stored = SQL("{} -> {}").format(stored, Literal(locale))
    key = SQL("catalog_unique_key({}, {}, {})").format(
        Literal(attribute.type), stored, Literal(attribute.unit)
    )
    yield _twice(
        tables, key, _("Row {row} has the same %(attribute)s, which must be unique.") % label
    )
    yield SQL(_HELD_BY_ANOTHER_PRODUCT).format(
        checked=tables.checked,
        key=key,
        attribute=Literal(attribute.pk),
        locale=Literal(locale),
        message=Literal(
            _("The product {sku} has the same %(attribute)s, which must be unique.") % label
        ),
    )


def _twice(tables: StagingTables, key: Composable, message: str) -> Composable:
    return SQL(_TWICE_IN_FILE).format(checked=tables.checked, key=key, message=Literal(message))


def _taken(tables: StagingTables, same: Composable, message: str) -> Composable:
    return SQL(_OF_ANOTHER_PRODUCT).format(
        checked=tables.checked, same=same, message=Literal(message)
    )
