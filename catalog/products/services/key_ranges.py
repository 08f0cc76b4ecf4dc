"""Ranges of product keys, for work that goes through a whole catalog in short transactions."""

from collections.abc import Iterator

from django.db import connection

from jobs.progress import JobProgress


def product_spans(progress: JobProgress, *, span: int) -> Iterator[tuple[int, int]]:
    """First and last key of ranges that together hold every product.

    Sets the total of `progress` and advances it after each.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM catalog_product")
        first, last = cursor.fetchone()
    if first is None:
        return
    progress.set_total(last - first + 1)
    for start in range(first, last + 1, span):
        end = min(start + span - 1, last)
        yield start, end
        progress.advance(end - start + 1)
