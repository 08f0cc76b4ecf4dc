"""Deletes products with all that hangs on them, so that an undo brings everything back."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from accounts.models import User
from audit.services import acting_as
from catalog.bulk.models import BulkChange
from catalog.bulk.services.changes.bisecting import bisect_write
from catalog.bulk.services.changes.comparison import is_gone
from catalog.bulk.services.changes.proposals import Proposal
from catalog.bulk.services.changes.restoring import restore_rows
from catalog.bulk.services.changes.schedules import (
    end_schedules,
    remember_schedules,
    renew_schedules,
)
from catalog.bulk.services.changes.statements import spans
from catalog.bulk.services.changes.undoing import begin_undo
from catalog.bulk.services.changes.writing import Written, lock_span, note_span
from catalog.products.code_uses import named_by_sku_sql
from catalog.products.field_roles import FIELD_ROLES, FieldRole
from catalog.products.models.product import Product
from catalog.products.queries.former_channels import channels_since
from catalog.products.services.part_rows import (
    PRODUCTS,
    history_of,
    part_tables,
    remove_derived,
    remove_rows,
    snapshot,
)
from catalog.products.services.statements import execute, fetch
from console.postgresql.advisory_locks import AdvisoryLock, lock_until_commit
from jobs.progress import JobProgress

State = BulkChange.State

# The revisions of a product stay where they are, and are its own again when it comes back.
_JUDGE = """
WITH chosen AS MATERIALIZED (
    SELECT product_id FROM catalog_bulkchangerow
    WHERE change_id = {change} AND outcome = 'waiting' AND product_id BETWEEN {first} AND {last}
), proposed AS MATERIALIZED ({proposal})
UPDATE catalog_bulkchangerow AS kept SET
    outcome = CASE WHEN cardinality(judged.reasons) = 0 THEN 'changed' ELSE 'refused' END,
    reasons = judged.reasons,
    before = CASE WHEN cardinality(judged.reasons) = 0 THEN judged.snapshot END,
    after = CASE WHEN cardinality(judged.reasons) = 0 THEN '{{}}'::jsonb END
FROM (
    SELECT chosen.product_id, coalesce(proposed.reasons, ARRAY[{is_gone}]) AS reasons,
        {snapshot} AS snapshot
    FROM chosen LEFT JOIN proposed USING (product_id)
    LEFT JOIN catalog_product AS product ON product.id = chosen.product_id
) AS judged
WHERE kept.change_id = {change} AND kept.product_id = judged.product_id
RETURNING kept.product_id, kept.outcome
"""

_JUDGE_RETURN = """
UPDATE catalog_bulkchangerow AS kept SET reasons = judged.reasons,
    outcome = CASE WHEN cardinality(judged.reasons) = 0 THEN 'undone' ELSE 'conflict' END
FROM (
    SELECT row.product_id, {reasons} AS reasons
    FROM catalog_bulkchangerow AS row, jsonb_populate_record(
        NULL::catalog_product, row.before -> 'product') AS former
    WHERE row.change_id = {change} AND row.outcome = 'changed'
        AND row.product_id BETWEEN {first} AND {last}
) AS judged
WHERE kept.change_id = {change} AND kept.product_id = judged.product_id
RETURNING kept.product_id, kept.outcome
"""

# Whoever deletes and imports anew meets these for all products at once.
_TAKEN = """
ARRAY(SELECT replace({sku}, '%(sku)s', former.sku)
    WHERE EXISTS (SELECT FROM catalog_product WHERE sku = former.sku))
|| ARRAY(SELECT replace(replace({part_number}, '%(number)s', former.part_number), '%(sku)s', sku)
    FROM catalog_product
    WHERE brand_id = former.brand_id AND part_number = former.part_number)
"""
_GONE = """
ARRAY(SELECT {name} WHERE former.{column} IS NOT NULL
    AND NOT EXISTS (SELECT FROM {table} WHERE id = former.{column}))
"""

_RETURN = """
WITH back AS (
    INSERT INTO catalog_product ({columns}) SELECT {values}
    FROM catalog_bulkchangerow AS kept, jsonb_populate_record(
        NULL::catalog_product, kept.before -> 'product') AS former
    WHERE kept.change_id = {change} AND kept.product_id = ANY ({keys})
    RETURNING {columns}
)
{history}
"""

# Wagtail's book-keeping may refer to what is gone meanwhile; then it is left out.
_BOOKKEEPING = {
    field.attname
    for field in Product._meta.concrete_fields
    if field.is_relation and FIELD_ROLES[field.name] is FieldRole.EDITING
}


def protected_reasons() -> list[tuple[Composable, str]]:
    """What stands in the way of deleting the product `product`, with the words that say so."""
    return [
        (
            SQL("EXISTS (SELECT FROM catalog_product WHERE parent_id = product.id)"),
            _("It has variants. Delete them first."),
        ),
        (
            SQL("EXISTS (SELECT FROM catalog_product WHERE merged_into_id = product.id)"),
            _("Another product was merged into it."),
        ),
        (named_by_sku_sql(), _("A value of another product refers to it.")),
    ]


def delete_products(
    *, change: BulkChange, proposal: Proposal, user: User | None, progress: JobProgress
) -> None:
    """Delete the waiting products of `change`, but for those that `proposal` gives reasons for.

    Part by part, like `apply_change`.
    """
    change.state, change.applied_at = State.APPLYING, timezone.now()
    change.save(update_fields=["state", "applied_at"])
    user_id = user and user.pk
    with acting_as(user_id=user_id, source=change.source):
        for first, last, size in spans(change, "waiting"):
            with transaction.atomic():
                lock_until_commit(AdvisoryLock.PRODUCT_WRITES)
                lock_span(change, "waiting", first=first, last=last)
                statement = SQL(_JUDGE).format(
                    change=Literal(change.pk),
                    first=Literal(first),
                    last=Literal(last),
                    proposal=proposal.statement,
                    is_gone=Literal(is_gone()),
                    snapshot=snapshot("product"),
                )
                keys, refused = _split(fetch(statement), "changed")
                _remove(keys, change, user_id)
                counts = Written(counts=(len(keys), 0, len(refused)), drafts=[])
                note_span(change, ("changed", "unchanged", "refused"), counts)
            progress.advance(size)
    change.state = State.APPLIED
    change.save(update_fields=["state"])


def undelete_products(*, change: BulkChange, user: User | None, progress: JobProgress) -> None:
    """Bring the products back that `change` has deleted, with all that hung on them.

    Where another product has the number or a unique value meanwhile, or its brand, family or
    category is gone, the product stays deleted and its row becomes a conflict.
    """
    begin_undo(change, user)
    user_id = user and user.pk
    with acting_as(user_id=user_id, source=change.source):
        write = partial(_return_span, change, user_id=user_id)
        for first, last, size in spans(change, "changed"):
            with transaction.atomic():
                lock_until_commit(AdvisoryLock.PRODUCT_WRITES)
                written = bisect_write(change, first, last, write, undoes=True)
                note_span(change, ("undone", "undone_already", "conflicts"), written)
            progress.advance(size)
    change.state = State.UNDONE
    change.save(update_fields=["state"])


def _return_span(change: BulkChange, first: int, last: int, *, user_id: int | None) -> Written:
    statement = SQL(_JUDGE_RETURN).format(
        change=Literal(change.pk),
        first=Literal(first),
        last=Literal(last),
        reasons=_return_reasons(),
    )
    keys, left = _split(fetch(statement), "undone")
    _return(keys, change, user_id)
    return Written(counts=(len(keys), 0, len(left)), drafts=[])


def _remove(keys: list[int], change: BulkChange, user_id: int | None) -> None:
    remember_schedules(change=change, keys=keys)
    end_schedules(keys=keys)
    remove_derived(keys)
    for table in [*part_tables(), PRODUCTS]:
        remove_rows(table, keys, reason=change.reason, user_id=user_id)


def _return(keys: list[int], change: BulkChange, user_id: int | None) -> None:
    statement = SQL(_RETURN).format(
        columns=SQL(", ").join(map(Identifier, PRODUCTS.columns)),
        values=SQL(", ").join(_returned(column, change) for column in PRODUCTS.columns),
        change=Literal(change.pk),
        keys=Literal(keys),
        history=history_of(PRODUCTS, "+", "back", reason=change.reason, user_id=user_id),
    )
    execute(statement)
    renew_schedules(change=change, keys=keys)
    for table in part_tables():
        restore_rows(table, keys, change=change, user_id=user_id)


def _returned(column: str, change: BulkChange) -> Composable:
    if column == "channel_values":
        # What a product had for a channel that is gone is gone with that.
        return SQL(
            "(SELECT coalesce(jsonb_object_agg(key, value), '{{}}')"
            " FROM jsonb_each(former.channel_values) WHERE key = ANY ({}::text[]))"
        ).format(Literal(channels_since(change.applied_at)))
    if column not in _BOOKKEEPING:
        return SQL("former.{}").format(Identifier(column))
    return SQL("(SELECT id FROM {} WHERE id = former.{})").format(
        Identifier(dict(PRODUCTS.references)[column]), Identifier(column)
    )


def _return_reasons() -> Composable:
    gone = [
        SQL(_GONE).format(name=Literal(column), column=Identifier(column), table=Identifier(table))
        for column, table in PRODUCTS.references
        if column not in _BOOKKEEPING
    ]
    taken = SQL(_TAKEN).format(
        sku=Literal(_("The SKU “%(sku)s” now belongs to another product.")),
        part_number=Literal(_("The part number “%(number)s” now belongs to the product %(sku)s.")),
    )
    return SQL(" || ").join([taken, *gone])


def _split(rows: list[tuple[int, str]], done: str) -> tuple[list[int], list[int]]:
    keys = [key for key, outcome in rows if outcome == done]
    return keys, [key for key, outcome in rows if outcome != done]
