"""Imports publish nothing that its errors keep off this site.

A new product with such an error becomes a draft. A row that would bring such an error into a
published product is refused, with the rules as the reason, and the other rows are imported.
"""

from collections.abc import Iterator, Mapping

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Identifier, Literal

from audit.sources import ChangeSource
from catalog.models import Product
from catalog.products.publication_checks import refusing_conditions, stored_refusals
from catalog.quality.queries.broken_rules import explain
from imports.product_writes import TOUCHED
from imports.staging_tables import StagingTables, execute
from jobs.exceptions import JobError

CHUNK = 20_000

_WRITTEN = """
SELECT touched.product_id, EXISTS (
    SELECT FROM {checked} AS checked WHERE checked.product_id = touched.product_id)
FROM {touched} AS touched JOIN catalog_product product ON product.id = touched.product_id
WHERE product.live ORDER BY touched.product_id
"""

_HOLD_BACK = """
UPDATE catalog_product SET live = false, has_unpublished_changes = true,
    first_published_at = NULL, last_published_at = NULL WHERE id = ANY(%s)
"""

_HOLD_BACK_HISTORY = """
UPDATE {history} SET live = false WHERE id = ANY(%s) AND history_change_reason = {reason}
"""

_REFUSE = """
UPDATE {checked} AS checked SET reasons = ARRAY[given.reason]
FROM unnest(%s::bigint[], %s::text[]) AS given(product_id, reason)
WHERE checked.product_id = given.product_id AND checked.reasons IS NULL
"""


class RefusedRowsError(Exception):
    """Rows bring errors into published products: reasons by key of the product."""

    def __init__(self, reasons: Mapping[int, str]):
        super().__init__(reasons)
        self.reasons = reasons


def hold_back(tables: StagingTables, *, run_id: int) -> int:
    """Make drafts of the new products that may not be published; returns how many.

    Raises RefusedRowsError where published products were changed so that they may not be.
    """
    if not refusing_conditions():
        return 0
    refused: dict[int, str] = {}
    held: list[int] = []
    for keys in _written(tables):
        for key, rules in _refusals(list(keys)).items():
            if keys[key]:
                refused[key] = _reason(rules)
            else:
                held.append(key)
    if refused:
        raise RefusedRowsError(refused)
    execute(_HOLD_BACK, [held])
    history = Product.history.model._meta.db_table
    statement = SQL(_HOLD_BACK_HISTORY).format(
        history=Identifier(history), reason=Literal(ChangeSource.IMPORT.reason(run_id))
    )
    execute(statement, [held])
    return len(held)


def refuse_rows(tables: StagingTables, reasons: Mapping[int, str]) -> None:
    """Take the rows of these products out of the accepted ones, each with its reason."""
    statement = SQL(_REFUSE).format(checked=tables.checked)
    execute(statement, [list(reasons), list(reasons.values())])


def _written(tables: StagingTables) -> Iterator[dict[int, bool]]:
    """The published products that were written, and whether they had been there, in chunks."""
    statement = SQL(_WRITTEN).format(checked=tables.checked, touched=Identifier(TOUCHED))
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield dict(rows)


def _refusals(keys: list[int]) -> dict[int, list[str]]:
    try:
        return stored_refusals(keys)
    except DatabaseError as error:
        raise JobError(
            _("The quality rules could not be checked, so nothing was imported. %(reason)s")
            % {"reason": explain(error)}
        ) from error


def _reason(rules: list[str]) -> str:
    return _("The published product would break these rules: %(rules)s") % {
        "rules": ", ".join(rules)
    }
