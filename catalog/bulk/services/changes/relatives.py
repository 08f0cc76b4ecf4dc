"""A product and its variants share a family, so they change it together or not at all.

The database lets variants follow their parent, whatever is written for them: a change that moved
some of them and refused others would tell of changes that did not come about.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.bulk.models import BulkChange
from catalog.bulk.services.changes.proposals import Proposal
from catalog.products.services.statements import fetch

FAMILY = "family_id"

_TOGETHER = """
WITH placed AS MATERIALIZED (
    SELECT proposed.*, product.family_id <> proposed.family_id AS moves,
        coalesce(product.parent_id, product.id) AS head
    FROM ({statement}) AS proposed JOIN catalog_product AS product ON product.id = product_id
), staying AS MATERIALIZED (
    SELECT head FROM placed WHERE moves AND cardinality(reasons) > 0
)
SELECT {columns}, CASE
    WHEN moves AND cardinality(reasons) = 0 AND head IN (SELECT head FROM staying)
    THEN ARRAY[{words}] ELSE reasons END AS reasons
FROM placed
"""

_GROUPS = """
SELECT array_agg(own.product_id) FROM catalog_bulkchangerow AS own
LEFT JOIN catalog_product AS product ON product.id = own.product_id
WHERE own.change_id = {change} AND own.outcome = {outcome}
    AND own.product_id BETWEEN {first} AND {last}
GROUP BY coalesce(product.parent_id, own.product_id)
"""

# The products of the range, and those of the same change that share a family with one of them.
_LAST_RELATIVE = """
WITH heads AS MATERIALIZED (
    SELECT DISTINCT coalesce(product.parent_id, product.id) AS head
    FROM catalog_bulkchangerow AS own JOIN catalog_product AS product ON product.id = own.product_id
    WHERE own.change_id = {change} AND own.outcome = {outcome}
        AND own.product_id BETWEEN {first} AND {last}
), related AS (
    SELECT head AS key FROM heads
    UNION ALL SELECT variant.id FROM heads JOIN catalog_product AS variant
        ON variant.parent_id = heads.head
)
SELECT max(own.product_id) FROM related JOIN catalog_bulkchangerow AS own
    ON own.change_id = {change} AND own.product_id = related.key AND own.outcome = {outcome}
"""


def undivided(proposal: Proposal) -> Callable[..., int] | None:
    """How parts are cut of what `proposal` changes: not between relatives that move together."""
    return _last_relative if FAMILY in proposal.columns else None


def moved_together(proposal: Proposal) -> Composable:
    """The statement of `proposal`, in which a product that stays keeps its relatives back too."""
    if FAMILY not in proposal.columns:
        return proposal.statement
    names = ["product_id", "values", "channel_values", *proposal.columns]
    if proposal.categories:
        names.append("categories")
    return SQL(_TOGETHER).format(
        statement=proposal.statement,
        columns=SQL(", ").join(map(Identifier, names)),
        words=Literal(
            _(
                "It shares its family with its variants or its parent product, and one of them "
                "was refused. See the reason there, or exclude all of them."
            )
        ),
    )


def relatives(change: BulkChange, outcome: str, *, first: int, last: int) -> list[list[int]]:
    """The products of a range that share a family, group by group."""
    statement = SQL(_GROUPS).format(
        change=Literal(change.pk),
        outcome=Literal(outcome),
        first=Literal(first),
        last=Literal(last),
    )
    return [keys for (keys,) in fetch(statement)]


def _last_relative(change: BulkChange, outcome: str, *, first: int, last: int) -> int:
    """The end of the shortest range from `first` that leaves no relatives apart."""
    statement = SQL(_LAST_RELATIVE)
    while True:
        [(found,)] = fetch(
            statement.format(
                change=Literal(change.pk),
                outcome=Literal(outcome),
                first=Literal(first),
                last=Literal(last),
            )
        )
        if not found or found <= last:
            return last
        last = found
