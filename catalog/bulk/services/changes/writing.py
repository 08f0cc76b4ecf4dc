"""The statement that carries a comparison into products, history and the rows of the change."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.bulk.models import BulkChange
from catalog.bulk.services.changes.comparison import compared_sql, is_gone
from catalog.bulk.services.changes.proposals import Proposal
from catalog.bulk.services.changes.schedules import (
    end_schedules,
    remember_schedules,
    renew_schedules,
)
from catalog.products.locks import lock_rows_sql
from catalog.products.models.further_category import FurtherCategory
from catalog.products.services.part_rows import PRODUCTS, Table, history_of
from catalog.products.services.row_writes import left_revisions
from catalog.products.services.statements import document, execute, fetch
from catalog.revisions.services.drafts import carry_into_draft
from catalog.schema.queries.localizable import localizable_codes

# What is locked before the comparison reads stays as it sees it.
_WAITING = """
SELECT product_id FROM catalog_bulkchangerow
WHERE change_id = {change} AND outcome = {outcome} AND product_id BETWEEN {first} AND {last}
"""

# A CTE that is not read from still runs, and all of them see the products as they were before.
_WRITE = """
WITH {compared}, differing AS (
    SELECT * FROM compared WHERE outcome = 'changed'
), written AS (
    UPDATE catalog_product AS product SET {assignments}
    FROM differing WHERE product.id = differing.key
    RETURNING {returned}
), remembered AS (
    {history}
), {categories} judged AS (
    UPDATE catalog_bulkchangerow AS kept SET {recorded}
    FROM compared WHERE kept.change_id = {change} AND kept.product_id = compared.key
)
SELECT counts.*, draft.* FROM (
    SELECT count(*) FILTER (WHERE outcome = 'changed'),
        count(*) FILTER (WHERE outcome = 'unchanged'), count(*) FILTER (WHERE outcome = 'refused')
    FROM compared
) AS counts LEFT JOIN (
    SELECT product.latest_revision_id, product.sku, differing.before, differing.after
    FROM differing JOIN catalog_product AS product ON product.id = differing.key
    WHERE product.has_unpublished_changes AND product.latest_revision_id IS NOT NULL
) AS draft ON true
"""

_CATEGORIES = """
left_category AS (
    DELETE FROM catalog_product_additional_categories AS link USING differing
    WHERE link.product_id = differing.key AND link.category_id <> ALL (differing.categories)
    RETURNING {returned}
), without_category AS (
    {left}
), new_category AS (
    INSERT INTO catalog_product_additional_categories (product_id, category_id)
    SELECT differing.key, category.key FROM differing, unnest(categories) AS category(key)
    ON CONFLICT DO NOTHING RETURNING {columns}
), with_category AS (
    {new}
),
"""

_RECORD = """
outcome = compared.outcome, before = compared.before, after = compared.after,
reasons = CASE WHEN compared.outcome = 'refused'
    THEN coalesce(compared.reasons, ARRAY[{is_gone}]) ELSE '{{}}' END
"""
_RECORD_UNDO = """
outcome = CASE WHEN compared.outcome = 'refused' THEN 'conflict' ELSE 'undone' END,
reasons = CASE WHEN compared.outcome = 'refused'
    THEN coalesce(compared.reasons, ARRAY[{is_gone}]) ELSE '{{}}' END
"""

DRAFTS_NAMED = 100

FURTHER_CATEGORIES = Table(FurtherCategory, "product_id")


@dataclass(frozen=True)
class Written:
    """How many products of a span changed, were so already and were refused.

    `drafts` are the open drafts that kept a value of their own: {"sku": ..., "fields": [...]}.
    """

    counts: tuple[int, int, int]
    drafts: list[dict[str, Any]]

    def __add__(self, other: "Written") -> "Written":
        counts = [mine + its for mine, its in zip(self.counts, other.counts, strict=True)]
        return Written(counts=tuple(counts), drafts=self.drafts + other.drafts)


def write_span(
    change: BulkChange,
    proposal: Proposal,
    first: int,
    last: int,
    *,
    user_id: int | None,
    undoes: bool = False,
    only: Sequence[int] | None = None,
) -> Written:
    """Write one span (or `only` some of it), locked, in the caller's transaction."""
    outcome = "changed" if undoes else "waiting"
    compared = compared_sql(change, proposal, first=first, last=last, outcome=outcome, only=only)
    rows = fetch(_write_sql(change, proposal, compared, user_id=user_id, undoes=undoes))
    if "live" in proposal.columns:
        _follow_with_schedules(change, first, last, undoes=undoes)
    drafts = []
    localizable = localizable_codes() if any(row[3] for row in rows) else set()
    for *_counts, revision_id, sku, before, after in rows:
        if revision_id is None:
            continue
        fields = carry_into_draft(
            revision_id=revision_id,
            before=document(before),
            after=document(after),
            localizable=localizable,
        )
        if fields:
            drafts.append({"sku": sku, "fields": fields})
    return Written(counts=rows[0][:3], drafts=drafts)


def _follow_with_schedules(change: BulkChange, first: int, last: int, *, undoes: bool) -> None:
    rows = change.rows.filter(product_id__range=(first, last))
    if undoes:
        written = rows.filter(outcome="undone", before__has_key="columns")
        renew_schedules(change=change, keys=list(written.values_list("product_id", flat=True)))
        return
    keys = list(rows.filter(outcome="changed").values_list("product_id", flat=True))
    remember_schedules(change=change, keys=keys)
    end_schedules(keys=keys)


def lock_span(change: BulkChange, outcome: str, *, first: int, last: int) -> None:
    """Lock the products of one span until the transaction ends."""
    waiting = SQL(_WAITING).format(
        change=Literal(change.pk),
        outcome=Literal(outcome),
        first=Literal(first),
        last=Literal(last),
    )
    execute(lock_rows_sql(waiting))


def note_span(change: BulkChange, names: Sequence[str], written: Written) -> None:
    """Add a span to what the change tells, in the transaction of the span."""
    # Another worker may have taken over a job that only seemed lost.
    change.refresh_from_db(fields=["counts", "details"])
    counts = {
        name: change.counts.get(name, 0) + count
        for name, count in zip(names, written.counts, strict=True)
    }
    change.counts = {**change.counts, **counts}
    if written.drafts:
        drafts = [*change.details.get("drafts", []), *written.drafts]
        change.details = {**change.details, "drafts": drafts[:DRAFTS_NAMED]}
    change.save(update_fields=["counts", "details"])


def _write_sql(
    change: BulkChange,
    proposal: Proposal,
    compared: Composable,
    *,
    user_id: int | None,
    undoes: bool,
) -> Composable:
    return SQL(_WRITE).format(
        compared=compared,
        assignments=_assignments(proposal.columns),
        returned=_names(PRODUCTS.columns, "product"),
        history=history_of(PRODUCTS, "~", "written", reason=change.reason, user_id=user_id),
        categories=_categories_sql(change, user_id) if proposal.categories else SQL(""),
        recorded=SQL(_RECORD_UNDO if undoes else _RECORD).format(is_gone=Literal(is_gone())),
        change=Literal(change.pk),
    )


def _categories_sql(change: BulkChange, user_id: int | None) -> Composable:
    history = partial(history_of, FURTHER_CATEGORIES, reason=change.reason, user_id=user_id)
    return SQL(_CATEGORIES).format(
        returned=_names(FURTHER_CATEGORIES.columns, "link"),
        columns=_names(FURTHER_CATEGORIES.columns),
        left=history("-", "left_category"),
        new=history("+", "new_category"),
    )


def _assignments(columns: Sequence[str]) -> Composable:
    made = [
        SQL("{0} = differing.{0}").format(Identifier(column))
        for column in ["values", "channel_values", *columns]
    ]
    return SQL(", ").join([*made, *left_revisions(but=columns)])


def _names(columns: Sequence[str], *alias: str) -> Composable:
    return SQL(", ").join(Identifier(*alias, column) for column in columns)
