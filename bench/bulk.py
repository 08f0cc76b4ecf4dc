"""A bulk edit of a whole catalog, and its undo, history and change log included."""

import time
from collections.abc import Callable

from catalog.bulk.services.edits.editing import (
    apply_bulk_edit,
    count_bulk_edit,
    create_bulk_edit,
    undo_bulk_edit,
)
from catalog.bulk.services.edits.operations import Operation
from catalog.models import BulkChange, Product
from jobs.models import Job
from jobs.progress import JobProgress

# The limit is for this many products.
LIMIT_PRODUCTS = 100_000
LIMIT = 60.0


def measure(products: int) -> list[dict]:
    """Time to count, to set one attribute on all products, and to undo that."""
    operation = Operation(action="set", target="values.bench_finish", value="Bulk")
    started = time.perf_counter()
    change = create_bulk_edit(
        products=Product.objects.filter(sku__startswith="BENCH-"),
        selection="",
        title="Bench",
        operations=[operation],
        user=None,
    )
    Job.objects.filter(pk=change.job_id).update(state=Job.State.CANCELLED)
    try:
        _seconds(count_bulk_edit, change)
        counted = time.perf_counter() - started
        applied = _seconds(apply_bulk_edit, change)
        undone = _seconds(undo_bulk_edit, change)
        change.refresh_from_db()
        if change.counts["undone"] != products:
            raise RuntimeError(f"Not everything was done and undone: {change.counts}")
    finally:
        BulkChange.objects.filter(pk=change.pk).delete()
    return [
        _row("bulk edit: choose and count", products, counted),
        _row("bulk edit: one attribute of all set, with history", products, applied),
        _row("bulk edit: all of it undone, with history", products, undone),
    ]


def _seconds(work: Callable, change: BulkChange) -> float:
    started = time.perf_counter()
    work(change_id=change.pk, progress=JobProgress())
    return time.perf_counter() - started


def _row(name: str, products: int, seconds: float) -> dict:
    """The ratio is the time in seconds, judged at the size of the limit."""
    limit = LIMIT if products == LIMIT_PRODUCTS else None
    return {"name": name, "rows": products, "seconds": seconds, "ratio": seconds, "limit": limit}
