"""Indexes over the values of sortable attributes, which serve sorting and ranges.

Each stands on the very expression by which the filter language compares and the listing sorts, so
the database recognises it. Which ones stand is read from the database and which are wanted from
the attributes: a job makes the difference, without holding anybody up, and can be run again at any
time. An index that a killed job has left half made is invalid, and is made anew.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Index, OrderBy, Q
from django.db.models.expressions import Combinable
from django.db.models.lookups import IsNull
from django.db.models.sql import Query
from django.utils.translation import gettext as _

from catalog.listing.queries.ordering import ValueOrder, orders_of
from catalog.products.models.product import Product
from catalog.schema.models.attribute import Attribute
from console.postgresql.advisory_locks import AdvisoryLock, try_locked
from jobs.models import Job
from jobs.progress import JobProgress
from jobs.services.queueing import start_job

ARRANGE = "catalog.sort_indexes"
PREFIX = "product_sort_"
_SECONDS_BETWEEN_TRIES = 1


def wanted_indexes() -> dict[str, Index]:
    """The index of each order by an attribute's value, by name."""
    orders = orders_of(Attribute.objects.order_by("code"))
    found = [_index(order) for order in orders.values()]
    return {index.name: index for index in found}


def standing_indexes() -> dict[str, bool]:
    """The indexes that are there, by name, and whether each can be used."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE indrelid = %s::regclass AND starts_with(relname, %s)",
            [Product._meta.db_table, PREFIX],
        )
        return dict(cursor.fetchall())


def arrange_soon() -> Job | None:
    """Let a worker make and drop indexes, where that is needed and does not wait already."""
    usable = {name for name, is_valid in standing_indexes().items() if is_valid}
    if usable == set(wanted_indexes()):
        return None
    with transaction.atomic():
        waiting = Job.objects.filter(kind=ARRANGE, state=Job.State.QUEUED).first()
        return waiting or start_job(kind=ARRANGE, title=_("Indexes for sorting products"))


def arrange_indexes(*, progress: JobProgress) -> dict[str, int]:
    """Drop the indexes that nobody wants or that are half made, and make those that lack.

    Everybody reads and writes meanwhile, so it cannot be part of a transaction.
    """
    with _alone(progress):
        wanted, standing = wanted_indexes(), standing_indexes()
        dropped = [
            name for name, is_valid in standing.items() if name not in wanted or not is_valid
        ]
        lacking = [name for name in wanted if name in dropped or name not in standing]
        progress.set_total(len(dropped) + len(lacking))
        for name in dropped:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            progress.advance()
        for name in lacking:
            with connection.schema_editor(atomic=False) as editor:
                editor.add_index(Product, wanted[name], concurrently=True)
            progress.advance()
        if lacking:
            # Without figures about the new expressions the planner would not trust the indexes.
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {Product._meta.db_table}")
    return {"dropped": len(dropped), "made": len(lacking)}


def _index(order: ValueOrder) -> Index:
    """The index, named by what it stands on: another unit or way to compare makes another index."""
    digest = hashlib.sha256(_as_sql(order.key()).encode()).hexdigest()
    return Index(
        OrderBy(order.key()),
        "pk",
        name=f"{PREFIX}{digest[:16]}",
        condition=Q(IsNull(order.key(), False)),
    )


def _as_sql(expression: Combinable) -> str:
    query = Query(Product, alias_cols=False)
    compiler = query.get_compiler(connection=connection)
    return connection.ops.compose_sql(*compiler.compile(expression.resolve_expression(query)))


@contextmanager
def _alone(progress: JobProgress) -> Iterator[None]:
    """Two at once would take each other's unfinished indexes for broken ones.

    Waiting inside the database would keep the other's index from being finished, so it is tried.
    """
    while True:
        with try_locked(AdvisoryLock.SORT_INDEXES) as is_ours:
            if is_ours:
                yield
                return
        progress.check_cancelled()
        time.sleep(_SECONDS_BETWEEN_TRIES)
