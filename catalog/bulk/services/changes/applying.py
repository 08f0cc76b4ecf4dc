from functools import partial

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from audit.services import acting_as
from catalog.bulk.models import BulkChange
from catalog.bulk.services.changes.bisecting import bisect_write
from catalog.bulk.services.changes.proposals import Proposal
from catalog.bulk.services.changes.relatives import undivided
from catalog.bulk.services.changes.statements import spans
from catalog.bulk.services.changes.writing import note_span, write_span
from catalog.products.models.product import Product
from console.postgresql.advisory_locks import AdvisoryLock, lock_until_commit
from jobs.progress import JobProgress

State = BulkChange.State


@transaction.atomic
def freeze_products(*, change: BulkChange, products: QuerySet[Product]) -> int:
    """Keep which products `change` is about; returns how many there are now."""
    try:
        sql, parameters = products.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    statement = (
        "INSERT INTO catalog_bulkchangerow (change_id, product_id, outcome, reasons)"  # noqa: S608 - compiled by Django
        f" SELECT %s, chosen.id, 'waiting', '{{}}' FROM ({sql}) AS chosen(id)"
        " ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [change.pk, *parameters])
        return cursor.rowcount


def apply_change(
    *, change: BulkChange, proposal: Proposal, user: User | None, progress: JobProgress
) -> None:
    """Write what is proposed for the waiting products of `change`, part by part.

    Each part is a transaction of its own, unless the caller has one open: a job that is killed or
    cancelled leaves whole parts written and recorded, the others waiting, and the change "partly
    applied"; called again, it goes on where it stopped.
    """
    change.columns = list(proposal.columns)
    change.touches_categories = proposal.categories
    change.state, change.applied_at = State.APPLYING, timezone.now()
    change.save(update_fields=["columns", "touches_categories", "state", "applied_at"])
    # Outside of the transactions, because a broken one takes no statement any more.
    with acting_as(user_id=user and user.pk, source=change.source):
        write = partial(write_span, change, proposal, user_id=user and user.pk)
        for first, last, size in spans(change, "waiting", undivided(proposal)):
            with transaction.atomic():
                lock_until_commit(AdvisoryLock.PRODUCT_WRITES)
                written = bisect_write(change, first, last, write)
                note_span(change, ("changed", "unchanged", "refused"), written)
            progress.advance(size)
    change.state = State.APPLIED
    change.save(update_fields=["state"])


@transaction.atomic
def record_and_apply(
    *,
    change: BulkChange,
    products: QuerySet[Product],
    proposal: Proposal,
    user: User | None,
    progress: JobProgress,
) -> BulkChange:
    """Freeze `products`, write what is proposed for them and record it, all or nothing."""
    freeze_products(change=change, products=products)
    apply_change(change=change, proposal=proposal, user=user, progress=progress)
    return change
