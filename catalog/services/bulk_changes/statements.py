"""Running statements over the rows of a change, span by span."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Composable, Literal

from catalog.models import BulkChange

SPAN = 1_000

# Set-wise writes of products wait for each other, so that two never lock each other's products
# crosswise.
ONE_AT_A_TIME = SQL("SELECT pg_advisory_xact_lock(hashtext('imports.apply'))")

_NEXT_SPAN = """
SELECT min(product_id), max(product_id), count(*) FROM (
    SELECT product_id FROM catalog_bulkchangerow
    WHERE change_id = {change} AND outcome = {outcome} AND product_id > {after}
    ORDER BY product_id LIMIT {size}
) AS next
"""


def execute(statement: Composable) -> int:
    """Run one statement; returns the number of rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def fetch(statement: Composable) -> list[tuple]:
    """All rows of a statement that gives few."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def document(value: Any) -> Any:
    """A JSON value of a plain cursor, which gives it as text."""
    return json.loads(value) if isinstance(value, str) else value


def spans(
    change: BulkChange, outcome: str, extend: Callable[..., int] | None = None
) -> Iterator[tuple[int, int, int]]:
    """The rows of `change` with this outcome in parts: first and last product, and how many.

    `extend` takes change, outcome, first and last, and may make a part longer.
    """
    last = -1
    while True:
        statement = SQL(_NEXT_SPAN).format(
            change=Literal(change.pk),
            outcome=Literal(outcome),
            after=Literal(last),
            size=Literal(SPAN),
        )
        [(first, last, size)] = fetch(statement)
        if not size:
            return
        if extend and (longer := extend(change, outcome, first=first, last=last)) > last:
            last = longer
            size = change.rows.filter(outcome=outcome, product_id__range=(first, last)).count()
        yield first, last, size
