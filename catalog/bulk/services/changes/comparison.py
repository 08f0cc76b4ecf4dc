"""Compares products with what is proposed for them, for the preview and for the writing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.bulk.models import BulkChange
from catalog.bulk.services.changes.patches import patch
from catalog.bulk.services.changes.proposals import Proposal
from catalog.bulk.services.changes.relatives import moved_together, undivided
from catalog.bulk.services.changes.statements import spans
from catalog.products.services.statements import document, fetch
from jobs.progress import JobProgress

SAMPLES = 20
SAMPLES_OF_A_REASON = 5

# `chosen` keeps what is known of each row, `compared` judges it. The planner takes both tables for
# a row or two and would join them by a loop in a loop, so those that are gone are found by NOT IN.
COMPARED = """
chosen AS MATERIALIZED (
    SELECT product_id, before, after FROM catalog_bulkchangerow
    WHERE change_id = {change} AND outcome = {outcome} AND product_id BETWEEN {first} AND {last}
        AND {is_among}
), proposed AS MATERIALIZED ({proposal}
), compared AS MATERIALIZED (
    SELECT judged.*, o.live AS was_live,
        CASE WHEN outcome = 'changed' THEN {before} END AS before,
        CASE WHEN outcome = 'changed' THEN {after} END AS after
    FROM (
        SELECT n.product_id AS key, n.*, CASE
            WHEN cardinality(n.reasons) > 0 THEN 'refused'
            WHEN ({old_row}) IS DISTINCT FROM ({new_row}) THEN 'changed'
            ELSE 'unchanged' END AS outcome
        FROM proposed n JOIN {old} ON o.id = n.product_id
        UNION ALL
        SELECT chosen.product_id, n.*, 'refused' FROM chosen LEFT JOIN proposed n ON false
        WHERE chosen.product_id NOT IN (SELECT product_id FROM proposed)
    ) AS judged
    LEFT JOIN {old} ON o.id = judged.key
)
"""

_OLD = "catalog_product AS o"
_OLD_WITH_CATEGORIES = """(
    SELECT product.*, ARRAY(
        SELECT category_id FROM catalog_product_additional_categories
        WHERE product_id = product.id ORDER BY 1) AS categories
    FROM catalog_product AS product
) AS o"""

_COUNTED = """
WITH {compared}
SELECT outcome, reasons, count(*), count(*) FILTER (WHERE was_live),
    (array_agg(key ORDER BY key))[:{limit}]
FROM compared GROUP BY outcome, reasons
"""

_SAMPLED = """
WITH {compared}
SELECT key, product.sku, before, after
FROM compared JOIN catalog_product AS product ON product.id = compared.key
WHERE outcome = 'changed' ORDER BY key LIMIT {limit}
"""


@dataclass
class Comparison:
    """How many products a proposal would change, with examples.

    `published` of those that would change are published; `reasons` counts the refused products by
    reason, `refused` has the keys of some of them;
    `samples` are (product key, SKU, before, after) of the first that would change.
    """

    counts: Counter[str] = field(default_factory=Counter)
    published: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    refused: dict[str, list[int]] = field(default_factory=dict)
    samples: list[tuple[int, str, dict, dict]] = field(default_factory=list)


def compare_products(
    *, change: BulkChange, proposal: Proposal, progress: JobProgress
) -> Comparison:
    """Compare the frozen products of `change` with a proposal; nothing is written."""
    found = Comparison()
    for first, last, size in spans(change, "waiting", undivided(proposal)):
        compared = compared_sql(change, proposal, first=first, last=last)
        _count(found, compared)
        if len(found.samples) < SAMPLES:
            found.samples += _samples(compared, SAMPLES - len(found.samples))
        progress.advance(size)
    return found


def _samples(compared: Composable, limit: int) -> list[tuple[int, str, dict, dict]]:
    rows = fetch(SQL(_SAMPLED).format(compared=compared, limit=Literal(limit)))
    return [(key, sku, document(before), document(after)) for key, sku, before, after in rows]


def _count(found: Comparison, compared: Composable) -> None:
    statement = SQL(_COUNTED).format(compared=compared, limit=Literal(SAMPLES_OF_A_REASON))
    for outcome, reasons, count, published, keys in fetch(statement):
        found.counts[outcome] += count
        found.published += published if outcome != "refused" else 0
        for reason in (reasons or [is_gone()]) if outcome == "refused" else []:
            found.reasons[reason] += count
            known = found.refused.setdefault(reason, [])
            known += keys[: SAMPLES_OF_A_REASON - len(known)]


def is_gone() -> str:
    """Why a product that was deleted meanwhile is refused."""
    return _("The product no longer exists.")


def compared_sql(
    change: BulkChange,
    proposal: Proposal,
    *,
    first: int,
    last: int,
    outcome: str = "waiting",
    only: Sequence[int] | None = None,
) -> Composable:
    """The common table expressions up to `compared`, over the rows of one span (or `only` some)."""
    columns, categories = list(proposal.columns), proposal.categories
    compared = ["values", "channel_values", *columns, *(["categories"] if categories else [])]
    return SQL(COMPARED).format(
        change=Literal(change.pk),
        outcome=Literal(outcome),
        first=Literal(first),
        last=Literal(last),
        is_among=SQL("true")
        if only is None
        else SQL("product_id = ANY ({}::bigint[])").format(Literal(list(only))),
        proposal=moved_together(proposal),
        before=patch("o", "judged", columns, categories=categories),
        after=patch("judged", "o", columns, categories=categories),
        old_row=_row("o", compared),
        new_row=_row("n", compared),
        old=SQL(_OLD_WITH_CATEGORIES if categories else _OLD),
    )


def _row(alias: str, columns: list[str]) -> Composable:
    names: list[Any] = [Identifier(alias, column) for column in columns]
    return SQL(", ").join(names)
