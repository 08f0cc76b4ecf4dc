from functools import partial

from django.db import transaction
from django.utils import timezone
from psycopg.sql import SQL, Composable, Identifier, Literal

from accounts.models import User
from audit.services import acting_as
from catalog.bulk.models import BulkChange
from catalog.bulk.services.changes.bisecting import bisect_write
from catalog.bulk.services.changes.patches import Undoing
from catalog.bulk.services.changes.proposals import NO_REASONS, Proposal
from catalog.bulk.services.changes.relatives import undivided
from catalog.bulk.services.changes.statements import spans
from catalog.bulk.services.changes.writing import note_span, write_span
from catalog.products.models.product import Product
from catalog.products.queries.former_channels import channels_since
from catalog.schema.queries.localizable import localizable_codes
from console.postgresql.advisory_locks import AdvisoryLock, lock_until_commit
from jobs.progress import JobProgress

State = BulkChange.State

_RESTORED = """
SELECT kept.product_id, {values} AS values, {channel_values} AS channel_values, {columns}
    {categories} {strayed} || {vanished} || {others} AS reasons
FROM chosen AS kept JOIN {products} ON product.id = kept.product_id
"""

_PRODUCTS = "catalog_product AS product"
_PRODUCTS_WITH_CATEGORIES = """(
    SELECT product.*, ARRAY(
        SELECT category_id FROM catalog_product_additional_categories
        WHERE product_id = product.id ORDER BY 1) AS categories
    FROM catalog_product AS product
) AS product"""

_COLUMN = """
CASE WHEN kept.before -> 'columns' ? {name}
    THEN (jsonb_populate_record(NULL::catalog_product, kept.before -> 'columns')).{column}
    ELSE product.{column} END AS {column},
"""
_CATEGORIES = """
CASE WHEN kept.before ? 'additional_categories'
    THEN ARRAY(SELECT jsonb_array_elements_text(kept.before -> 'additional_categories')::bigint)
    ELSE product.categories END AS categories,
"""

_VANISHED = """
ARRAY(SELECT {column} FROM (SELECT kept.before -> 'columns' ->> {column}) AS former(key)
    WHERE former.key IS NOT NULL
    AND NOT EXISTS (SELECT FROM {table} WHERE id = former.key::bigint))
"""
_VANISHED_CATEGORY = """
ARRAY(SELECT 'additional_categories' WHERE EXISTS (
    SELECT FROM jsonb_array_elements_text(kept.before -> 'additional_categories') AS former(key)
    WHERE NOT EXISTS (SELECT FROM catalog_category WHERE id = former.key::bigint)))
"""


def begin_undo(change: BulkChange, user: User | None) -> None:
    """Note who undoes it; what is written from now on is called an undo."""
    change.state, change.undone_by, change.undone_at = State.UNDOING, user, timezone.now()
    change.save(update_fields=["state", "undone_by", "undone_at"])


def undo_change(
    *,
    change: BulkChange,
    user: User | None,
    progress: JobProgress,
    reasons: Composable = NO_REASONS,
) -> None:
    """Give every product that `change` has changed its former state, part by part.

    A product of which a touched part was changed since, or whose former category or the like is
    gone, is left as it is, and its row becomes a conflict whose reasons name these parts
    ("status", "category_id", "values.material", "values.title.de@web"). Where something that may
    stand only once was taken since, its reason says so in words. So do the `reasons` (SQL of a text
    array) for which the product `product` is to be left as it is.
    Like `apply_change`, it goes on where it stopped.
    """
    proposal = _former_state(change, reasons)
    begin_undo(change, user)
    # Outside of the transactions, because a broken one takes no statement any more.
    with acting_as(user_id=user and user.pk, source=change.source):
        write = partial(write_span, change, proposal, user_id=user and user.pk, undoes=True)
        for first, last, size in spans(change, "changed", undivided(proposal)):
            with transaction.atomic():
                lock_until_commit(AdvisoryLock.PRODUCT_WRITES)
                written = bisect_write(change, first, last, write, undoes=True)
                note_span(change, ("undone", "undone_already", "conflicts"), written)
            progress.advance(size)
    change.state = State.UNDONE
    change.save(update_fields=["state"])


def _former_state(change: BulkChange, reasons: Composable) -> Proposal:
    undoing = Undoing(
        change.columns,
        sorted(localizable_codes()),
        channels_since(change.applied_at),
        categories=change.touches_categories,
    )
    columns = [
        SQL(_COLUMN).format(name=Literal(column), column=Identifier(column))
        for column in change.columns
    ]
    statement = SQL(_RESTORED).format(
        values=undoing.values(),
        channel_values=undoing.channel_values(),
        columns=SQL("").join(columns),
        categories=SQL(_CATEGORIES if change.touches_categories else ""),
        strayed=undoing.strayed(),
        vanished=_vanished(change),
        others=reasons,
        products=SQL(_PRODUCTS_WITH_CATEGORIES if change.touches_categories else _PRODUCTS),
    )
    return Proposal(statement, columns=change.columns, categories=change.touches_categories)


def _vanished(change: BulkChange) -> Composable:
    """The parts whose former state refers to a record that is not there any more."""
    parts = [
        SQL(_VANISHED).format(
            column=Literal(field.attname), table=Identifier(field.related_model._meta.db_table)
        )
        for field in Product._meta.concrete_fields
        if field.attname in change.columns and field.related_model
    ]
    if change.touches_categories:
        parts.append(SQL(_VANISHED_CATEGORY))
    return SQL(" || ").join([NO_REASONS, *parts])
