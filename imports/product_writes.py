"""The SQL that carries checked rows into the catalog, with history in the same statement."""

from collections.abc import Sequence

from psycopg.sql import SQL, Composable, Identifier, Literal

from audit.sources import ChangeSource
from catalog.models import Product
from catalog.products.services.part_rows import PRODUCTS, history_of
from catalog.products.services.row_writes import left_revisions
from imports.checks.used_columns import UsedColumn, filled_columns
from imports.checks.values import merged_values
from imports.models import ImportRun
from imports.staging_tables import StagingTables

TOUCHED = "import_touched"
CREATE_TOUCHED = f"CREATE TEMPORARY TABLE {TOUCHED} (product_id bigint) ON COMMIT DROP"
DROP_TOUCHED = f"DROP TABLE {TOUCHED}"

# {made} is an INSERT or UPDATE of products that returns the columns of the history.
_WITH_HISTORY = """
WITH written AS ({made}), touched AS (
    INSERT INTO import_touched SELECT id FROM written
)
{history}
"""

_INSERT = """
INSERT INTO catalog_product (brand_id, part_number, sku, gtin, name, description, status,
    family_id, category_id, values, channel_values, live, has_unpublished_changes,
    first_published_at, last_published_at, expired, locked, created_at, updated_at)
SELECT key_brand_id, key_part_number, key_sku, coalesce(gtin, ''), name, coalesce(description, ''),
    coalesce(status, {status}), key_family_id, category_id, values, '{{}}', {live}, NOT {live},
    CASE WHEN {live} THEN now() END, CASE WHEN {live} THEN now() END, false, false, now(), now()
FROM {checked}
WHERE reasons IS NULL AND product_id IS NULL AND row_number BETWEEN {first} AND {last}
ORDER BY row_number
RETURNING {columns}
"""

_UPDATE = """
UPDATE catalog_product AS product SET {assignments}
FROM {checked} AS checked
WHERE product.id = checked.product_id AND checked.reasons IS NULL AND checked.is_changed
    AND checked.row_number BETWEEN {first} AND {last}
RETURNING {columns}
"""


class ProductWrites:
    """The two statements of a run, for one span of rows after the other."""

    def __init__(
        self,
        run: ImportRun,
        tables: StagingTables,
        used: Sequence[UsedColumn],
        *,
        user_id: int | None,
        live: bool,
    ) -> None:
        self._run = run
        self._tables = tables
        self._used = used
        self._user_id = user_id
        self._live = live

    def insert(self, first: int, last: int) -> Composable:
        """Create the products that are new in the rows from `first` to `last`."""
        made = SQL(_INSERT).format(
            status=Literal(Product.Status.ACTIVE.value),
            live=Literal(self._live),
            checked=self._tables.checked,
            first=Literal(first),
            last=Literal(last),
            columns=self._names(),
        )
        return self._with_history(made, "+")

    def update(self, first: int, last: int) -> Composable:
        """Update the products that differ from the rows from `first` to `last`."""
        assignments: list[Composable] = [
            SQL("{0} = coalesce(checked.{0}, product.{0})").format(Identifier(name))
            for name in filled_columns(self._used)
        ]
        values = merged_values(self._used, "product", "checked")
        assignments += [SQL("values = {}").format(values), *left_revisions()]
        made = SQL(_UPDATE).format(
            assignments=SQL(", ").join(assignments),
            checked=self._tables.checked,
            first=Literal(first),
            last=Literal(last),
            columns=self._names("product"),
        )
        return self._with_history(made, "~")

    def _names(self, *alias: str) -> Composable:
        return SQL(", ").join(Identifier(*alias, column) for column in PRODUCTS.columns)

    def _with_history(self, made: Composable, history_type: str) -> Composable:
        return SQL(_WITH_HISTORY).format(
            made=made,
            history=history_of(
                PRODUCTS,
                history_type,
                "written",
                reason=ChangeSource.IMPORT.reason(self._run.pk),
                user_id=self._user_id,
            ),
        )
