"""How fast and in how much memory a feed is written, against PostgreSQL's own COPY.

The baseline is the same columns by the plainest COPY that gives them, read by the same driver into
a file: no checksum, no progress, no order, no care for empty values.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction

from bench.data import make_products, remove_products
from feeds.models import Feed, FeedColumn, FeedRun
from feeds.services import delete_feed, write_feed
from jobs.progress import JobProgress

REPEATS = 7
HIGHEST_RATIO = 1.4
MOST_GROWTH = 50
FEW = 10_000

# source of the feed's column: the plainest SQL of the same
COLUMNS = {
    "sku": "p.sku",
    "part_number": "p.part_number",
    "name": "p.name",
    "description": "p.description",
    "gtin": "p.gtin",
    "status": "p.status",
    "normalized_part_number": "p.normalized_part_number",
    "brand": "b.name",
    "family": "f.code",
    "category": "c.code",
    "values.bench_title": "p.values ->> 'bench_title'",
    "values.bench_model": "p.values ->> 'bench_model'",
    "values.bench_finish": "p.values ->> 'bench_finish'",
    "values.bench_origin": "p.values ->> 'bench_origin'",
    "values.bench_remark": "p.values ->> 'bench_remark'",
    "values.bench_length": "p.values ->> 'bench_length'",
    "values.bench_width": "p.values ->> 'bench_width'",
    "values.bench_teeth": "p.values ->> 'bench_teeth'",
    "values.bench_coated": "p.values ->> 'bench_coated'",
    "values.bench_material": "p.values ->> 'bench_material'",
}
SOURCE = (
    " FROM catalog_product p JOIN catalog_brand b ON b.id = p.brand_id"
    " JOIN catalog_family f ON f.id = p.family_id"
    " LEFT JOIN catalog_category c ON c.id = p.category_id WHERE p.live"
)
PLAIN_ROWS = "SELECT " + ", ".join(f'{sql} AS "{name}"' for name, sql in COLUMNS.items()) + SOURCE
BASELINES = {
    Feed.Format.CSV: f"COPY ({PLAIN_ROWS}) TO STDOUT (FORMAT csv, HEADER)",
    Feed.Format.JSON_LINES: f"COPY (SELECT row_to_json(line) FROM ({PLAIN_ROWS}) line) TO STDOUT",
}


def run(products: int) -> list[dict]:
    """Measure with `products` products; whatever is made for it is removed again.

    Returns rows of {name, rows, seconds, baseline_seconds, ratio, limit}; in those of memory the
    seconds are texts in MB, and the ratio is the growth in MB.
    """
    try:
        results = _speed(products)
        return [*results, *_memory(products)]
    finally:
        _clean_up()


def _speed(products: int) -> list[dict]:
    feeds = _prepare(products)
    results = []
    for file_format, feed in feeds.items():
        feed_seconds, plain_seconds = [], []
        for _repeat in range(REPEATS):
            plain_seconds.append(_timed(lambda f=file_format: _plain_copy(BASELINES[f])))
            feed_seconds.append(_timed(lambda f=feed: _write(f)))
        seconds, plain = statistics.median(feed_seconds), statistics.median(plain_seconds)
        results.append(
            {
                "name": f"feed {feed.get_format_display()}",
                "rows": products,
                "seconds": round(seconds, 3),
                "baseline_seconds": round(plain, 3),
                "ratio": round(seconds / plain, 2),
                "limit": HIGHEST_RATIO,
            }
        )
    return results


def _memory(products: int) -> list[dict]:
    """How much more memory a process has needed at its most for many products than for few."""
    many = {file_format: _peak(feed) for file_format, feed in _feeds().items()}
    few = {file_format: _peak(feed) for file_format, feed in _prepare(FEW).items()}
    return [
        {
            "name": f"feed {Feed.Format(file_format).label}: MB more memory than for {FEW:,}",
            "rows": products,
            "text": f"{many[file_format]:.0f} MB",
            "baseline_text": f"{few[file_format]:.0f} MB",
            "ratio": round(many[file_format] - few[file_format], 1),
            "limit": MOST_GROWTH,
        }
        for file_format in few
    ]


def _prepare(products: int) -> dict[str, Feed]:
    _clean_up()
    channel = make_products(products)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE catalog_product, catalog_price")
    for file_format in Feed.Format:
        feed = Feed.objects.create(
            code=f"bench_{file_format}", name="Bench", channel=channel, format=file_format
        )
        FeedColumn.objects.bulk_create(
            FeedColumn(feed=feed, header=source, source=source, sort_order=order)
            for order, source in enumerate(COLUMNS)
        )
    return _feeds()


def _feeds() -> dict[str, Feed]:
    return {feed.format: feed for feed in Feed.objects.filter(code__startswith="bench_")}


def _clean_up() -> None:
    for feed in _feeds().values():
        delete_feed(feed=feed)
    remove_products()


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _write(feed: Feed) -> None:
    write_feed(run=FeedRun.objects.create(feed=feed), progress=JobProgress())


def _plain_copy(statement: str) -> None:
    """The rows into a file as they come, and onto the disk as the feed does it."""
    with tempfile.TemporaryFile() as file, transaction.atomic(), connection.cursor() as cursor:
        # As the feed has it: without this the baseline would be slower than it can be.
        cursor.execute("SET LOCAL jit = off")
        with cursor.copy(statement) as rows:
            for row in rows:
                file.write(row)
        file.flush()
        os.fsync(file.fileno())


def _peak(feed: Feed) -> float:
    """The most memory, in MB, that a process of its own has had in use to write the feed."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_feed", "--skip-checks", feed.code],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
    )
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"run_feed {feed.code} failed")
    return used.ru_maxrss / 1024
