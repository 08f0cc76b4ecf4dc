"""Keeps what a bulk edit would do to each product, for those who decide about it."""

from collections import Counter

from django.db.models import Count
from psycopg.sql import SQL, Literal

from catalog.bulk.models import BulkChange, BulkChangeRow
from catalog.bulk.services.changes.comparison import compared_sql, is_gone
from catalog.bulk.services.changes.proposals import Proposal
from catalog.bulk.services.changes.relatives import undivided
from catalog.bulk.services.changes.statements import spans
from catalog.products.services.statements import execute
from jobs.progress import JobProgress

_KEEP = """
WITH {compared}
UPDATE catalog_bulkchangerow AS kept SET
    outcome = CASE WHEN compared.outcome = {would} THEN 'waiting' ELSE compared.outcome END,
    before = coalesce(compared.before, {nothing}), after = coalesce(compared.after, {nothing}),
    reasons = CASE WHEN compared.outcome = 'refused'
        THEN coalesce(compared.reasons, ARRAY[{is_gone}]) ELSE '{{}}' END
FROM compared WHERE kept.change_id = {change} AND kept.product_id = compared.key
"""


def keep_rows(
    *, change: BulkChange, proposal: Proposal, progress: JobProgress, deletes: bool
) -> None:
    """Keep before and after of each product that `proposal` would change, in few statements.

    Those that would change go on waiting; the others are judged for good. With `deletes`, the
    proposal says who would be deleted by giving no reasons. In the caller's transaction.
    """
    for first, last, size in spans(change, "waiting", undivided(proposal)):
        statement = SQL(_KEEP).format(
            compared=compared_sql(change, proposal, first=first, last=last),
            would=Literal("unchanged" if deletes else "changed"),
            nothing=SQL("'{}'::jsonb") if deletes else SQL("NULL::jsonb"),
            is_gone=Literal(is_gone()),
            change=Literal(change.pk),
        )
        execute(statement)
        progress.advance(size)


def forget_kept(change: BulkChange) -> None:
    """Let every row wait again as if nothing had been kept of it."""
    change.rows.update(outcome=BulkChangeRow.Outcome.WAITING, before=None, after=None, reasons=[])


def kept_counts(change: BulkChange) -> dict[str, int]:
    """How many rows there are, and how many would change, are so already and were refused."""
    found = change.rows.values_list("outcome").annotate(count=Count("*"))
    counts: Counter[str] = Counter(dict(found.order_by()))
    return {
        "selected": counts.total(),
        "changed": counts[BulkChangeRow.Outcome.WAITING],
        "unchanged": counts[BulkChangeRow.Outcome.UNCHANGED],
        "refused": counts[BulkChangeRow.Outcome.REFUSED],
    }
