"""Running statements over the rows of a change, span by span."""

from collections.abc import Callable, Iterator

from psycopg.sql import SQL, Literal

from catalog.bulk.models import BulkChange
from catalog.products.services.statements import fetch

SPAN = 1_000


_NEXT_SPAN = """
SELECT min(product_id), max(product_id), count(*) FROM (
    SELECT product_id FROM catalog_bulkchangerow
    WHERE change_id = {change} AND outcome = {outcome} AND product_id > {after}
    ORDER BY product_id LIMIT {size}
) AS next
"""


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
