"""Publishes open drafts, so that an undo gives back what was published before, and the draft."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from accounts.models import User
from audit.services import acting_as
from catalog.bulk.models import BulkChange, BulkChangeRow
from catalog.bulk.services.changes.bisecting import bisect_write
from catalog.bulk.services.changes.proposals import NO_REASONS, Proposal
from catalog.bulk.services.changes.restoring import restore_rows
from catalog.bulk.services.changes.schedules import (
    end_schedules,
    remember_schedules,
    renew_schedules,
)
from catalog.bulk.services.changes.statements import spans
from catalog.bulk.services.changes.undoing import begin_undo
from catalog.bulk.services.changes.writing import Written, lock_span, note_span
from catalog.products.models.product import Product
from catalog.products.services.part_rows import (
    PRODUCTS,
    content_tables,
    history_of,
    remove_rows,
    snapshot,
)
from catalog.products.services.publication import PublicationRefusedError
from catalog.products.services.statements import execute, fetch
from console.postgresql.advisory_locks import AdvisoryLock, lock_until_commit
from jobs.progress import JobProgress

State = BulkChange.State
Outcome = BulkChangeRow.Outcome

_WITH_DRAFT = """
WITH chosen AS MATERIALIZED (
    SELECT product_id FROM catalog_bulkchangerow
    WHERE change_id = {change} AND outcome = 'waiting' AND product_id BETWEEN {first} AND {last}
)
SELECT product.id FROM ({proposal}) AS proposed
JOIN catalog_product AS product ON product.id = proposed.product_id
WHERE cardinality(reasons) = 0 AND product.has_unpublished_changes
    AND product.latest_revision_id IS NOT NULL
"""
_REMEMBER = """
UPDATE catalog_bulkchangerow AS kept SET {side} = {snapshot}
FROM catalog_product AS product
WHERE kept.change_id = {change} AND kept.product_id = ANY ({keys})
    AND product.id = kept.product_id
"""

# A later visit of the form or of a job changes these without changing the product.
_BOOKKEEPING = [
    "updated_at",
    "latest_revision_id",
    "live_revision_id",
    "has_unpublished_changes",
    "last_published_at",
]
_JUDGE_UNDO = """
UPDATE catalog_bulkchangerow AS kept SET
    outcome = CASE WHEN same AND cardinality(judged.reasons) = 0 THEN 'undone' ELSE 'conflict' END,
    reasons = CASE WHEN same OR cardinality(judged.reasons) > 0 THEN judged.reasons
        ELSE ARRAY[{words}] END
FROM (
    SELECT one.product_id, coalesce((now.state -> 'product') - {bookkeeping}
        = (one.after -> 'product') - {bookkeeping}
        AND now.state -> 'parts' = one.after -> 'parts', false) AS same, {reasons} AS reasons
    FROM catalog_bulkchangerow AS one
    LEFT JOIN catalog_product AS product ON product.id = one.product_id
    LEFT JOIN LATERAL (SELECT {snapshot} AS state) AS now ON true
    WHERE one.change_id = {change} AND one.outcome = 'changed' AND one.after ? 'product'
        AND one.product_id BETWEEN {first} AND {last}
) AS judged
WHERE kept.change_id = {change} AND kept.product_id = judged.product_id
RETURNING kept.product_id, kept.outcome
"""
_RESTORE = """
WITH back AS (
    UPDATE catalog_product AS product SET {assignments}
    FROM catalog_bulkchangerow AS kept, jsonb_populate_record(
        NULL::catalog_product, kept.before -> 'product') AS former
    WHERE kept.change_id = {change} AND kept.product_id = ANY ({keys})
        AND product.id = kept.product_id
    RETURNING {columns}
)
{history}
"""
_PART_DIFFERS = """
SELECT product_id FROM catalog_bulkchangerow
WHERE change_id = {change} AND product_id = ANY ({keys})
    AND before -> 'parts' -> {name} IS DISTINCT FROM after -> 'parts' -> {name}
"""


def publish_drafts(
    *, change: BulkChange, proposal: Proposal, user: User | None, progress: JobProgress
) -> None:
    """Publish the drafts of the waiting products that have one, unless `proposal` has reasons.

    One after the other, as Wagtail publishes; the rest is left waiting for `apply_change`.
    """
    with acting_as(user_id=user and user.pk, source=change.source):
        for first, last, _size in spans(change, "waiting"):
            with transaction.atomic():
                lock_until_commit(AdvisoryLock.PRODUCT_WRITES)
                lock_span(change, "waiting", first=first, last=last)
                statement = SQL(_WITH_DRAFT).format(
                    change=Literal(change.pk),
                    first=Literal(first),
                    last=Literal(last),
                    proposal=proposal.statement,
                )
                keys = [key for (key,) in fetch(statement)]
                if keys:
                    _publish(change, keys, user)
            progress.advance(len(keys))


def unpublish_drafts(
    *,
    change: BulkChange,
    user: User | None,
    progress: JobProgress,
    reasons: Composable = NO_REASONS,
) -> None:
    """Give the products whose drafts `change` has published what was published before.

    What was changed since, or has `reasons` (as for `undo_change`), is left and becomes a conflict.
    """
    begin_undo(change, user)
    user_id = user and user.pk
    with acting_as(user_id=user_id, source=change.source):
        write = partial(_take_back_span, change, reasons, user_id=user_id)
        for first, last, _size in spans(change, "changed"):
            with transaction.atomic():
                lock_until_commit(AdvisoryLock.PRODUCT_WRITES)
                written = bisect_write(change, first, last, write, undoes=True)
                note_span(change, ("undone", "undone_already", "conflicts"), written)
            progress.advance(sum(written.counts))


def _take_back_span(
    change: BulkChange, reasons: Composable, first: int, last: int, *, user_id: int | None
) -> Written:
    statement = SQL(_JUDGE_UNDO).format(
        words=Literal(_("The product was changed since then.")),
        reasons=reasons,
        bookkeeping=Literal(_BOOKKEEPING),
        snapshot=snapshot("product"),
        change=Literal(change.pk),
        first=Literal(first),
        last=Literal(last),
    )
    rows = fetch(statement)
    keys = [key for key, outcome in rows if outcome == Outcome.UNDONE]
    if keys:
        _restore(change, keys, user_id)
    return Written(counts=(len(keys), 0, len(rows) - len(keys)), drafts=[])


def _publish(change: BulkChange, keys: list[int], user: User | None) -> None:
    _remember(change, keys, "before")
    remember_schedules(change=change, keys=keys)
    done = []
    products = Product.objects.filter(pk__in=keys).select_related("brand", "latest_revision")
    for product in products.order_by("pk"):
        if reason := _publish_one(product, user):
            change.rows.filter(product_id=product.pk).update(
                outcome=Outcome.REFUSED, reasons=[reason], before=None
            )
        else:
            done.append(product.pk)
    _remember(change, done, "after")
    change.rows.filter(product_id__in=done).update(outcome=Outcome.CHANGED)
    counts = Written(counts=(len(done), 0, len(keys) - len(done)), drafts=[])
    note_span(change, ("changed", "unchanged", "refused"), counts)


def _publish_one(product: Product, user: User | None) -> str:
    """Publish the draft of a product, or say why it cannot be."""
    try:
        with transaction.atomic():
            product.latest_revision.publish(user=user, skip_permission_checks=True)
    except PublicationRefusedError as error:
        return " ".join(error.reasons)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _remember(change: BulkChange, keys: list[int], side: str) -> None:
    execute(
        SQL(_REMEMBER).format(
            side=Identifier(side),
            snapshot=snapshot("product"),
            change=Literal(change.pk),
            keys=Literal(keys),
        )
    )


def _restore(change: BulkChange, keys: list[int], user_id: int | None) -> None:
    end_schedules(keys=keys)
    renew_schedules(change=change, keys=keys)
    for table in content_tables():
        differing = SQL(_PART_DIFFERS).format(
            change=Literal(change.pk), keys=Literal(keys), name=Literal(table.name)
        )
        some = [key for (key,) in fetch(differing)]
        remove_rows(table, some, reason=change.reason, user_id=user_id)
        restore_rows(table, some, change=change, user_id=user_id)
    execute(
        SQL(_RESTORE).format(
            assignments=SQL(", ").join(
                SQL("{0} = former.{0}").format(Identifier(column))
                for column in PRODUCTS.columns
                if column != "id"
            ),
            change=Literal(change.pk),
            keys=Literal(keys),
            columns=SQL(", ").join(Identifier("product", one) for one in PRODUCTS.columns),
            history=history_of(PRODUCTS, "~", "back", reason=change.reason, user_id=user_id),
        )
    )
