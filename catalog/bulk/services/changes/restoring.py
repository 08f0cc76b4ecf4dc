"""Restores the deleted rows of products from the snapshot of a change."""

from collections.abc import Iterable, Sequence

from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.bulk.models import BulkChange
from catalog.products.services.part_rows import Table, _names, history_of
from catalog.products.services.statements import execute

_RESTORE = """
WITH former AS (
    SELECT part.* FROM catalog_bulkchangerow AS kept,
        jsonb_populate_recordset(NULL::{table}, kept.before -> 'parts' -> {name}) AS part
    WHERE kept.change_id = {change} AND kept.product_id = ANY ({keys})
), back AS (
    INSERT INTO {table} ({columns}) SELECT {columns} FROM former WHERE {is_whole}
    ON CONFLICT DO NOTHING RETURNING {columns}
)
{history}
"""


def restore_rows(
    table: Table, keys: Sequence[int], *, change: BulkChange, user_id: int | None
) -> None:
    """Write the rows that a snapshot has of a table, but for those that would refer to nothing."""
    execute(
        SQL(_RESTORE).format(
            table=Identifier(table.table),
            name=Literal(table.name),
            change=Literal(change.pk),
            keys=Literal(list(keys)),
            columns=_names(table.columns),
            is_whole=_refers_to_what_is(table.references),
            history=history_of(table, "+", "back", reason=change.reason, user_id=user_id),
        )
    )


def _refers_to_what_is(references: Iterable[tuple[str, str]]) -> Composable:
    conditions = [
        SQL("({0} IS NULL OR EXISTS (SELECT FROM {1} WHERE {1}.id = former.{0}))").format(
            Identifier(column), Identifier(table)
        )
        for column, table in references
    ]
    return SQL(" AND ").join([SQL("true"), *conditions])
