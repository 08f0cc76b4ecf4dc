"""Feeds written by a real worker, killed and cancelled in the middle."""

import psutil
import pytest

from feeds.files import stored_path
from feeds.models import Feed, FeedRun
from feeds.services import start_feed_run
from jobs.services import request_cancel
from tests.concurrency import held
from tests.factories.catalog import ProductFactory
from tests.factories.feeds import FeedFactory
from tests.feeds.good_runs import last_good_run
from tests.jobs.worker import WorkerProcess, wait_for, wait_for_end

pytestmark = [pytest.mark.queue, pytest.mark.django_db(transaction=True)]


def held_up():
    """Lets no feed with a brand get past its first line."""
    return held("LOCK TABLE catalog_brand IN ACCESS EXCLUSIVE MODE")


def folder(feed: Feed) -> set[str]:
    return {path.name for path in stored_path(f"feeds/{feed.code}").iterdir()}


def writer_of(worker: WorkerProcess, run: FeedRun) -> psutil.Process | None:
    """The process that has the unfinished file of the run open."""
    for process in worker.descendants():
        if any(file.path.endswith(f"-{run.pk}.csv.part") for file in process.open_files()):
            return process
    return None


def test_feeds_survive_a_killed_worker_and_a_cancelled_run(worker):
    product = ProductFactory(live=True)
    feed = FeedFactory(code="web", columns=[("SKU", "sku"), ("Brand", "brand")])

    good = start_feed_run(feed=feed)
    assert wait_for_end(good.job).state == "succeeded"
    content = f"SKU,Brand\n{product.sku},{product.brand}\n"
    assert stored_path(last_good_run(feed).file).read_text() == content

    with held_up():
        killed = start_feed_run(feed=feed)
        wait_for(lambda: writer_of(worker, killed), "the unfinished file")
        worker.kill_jobs()
        assert f".web-{killed.pk}.csv.part" in folder(feed)
        assert last_good_run(feed) == good
        assert stored_path(f"feeds/web/web-{good.pk}.csv").read_text() == content
    assert wait_for_end(killed.job).state == "succeeded", "a lost job is run again"
    assert killed.job.attempts == 2
    assert folder(feed) == {f"web-{good.pk}.csv", f"web-{killed.pk}.csv"}

    with held_up():
        cancelled = start_feed_run(feed=feed)
        wait_for(lambda: writer_of(worker, cancelled), "the unfinished file")
        request_cancel(job=cancelled.job)
        assert wait_for_end(cancelled.job).state == "cancelled"
        assert folder(feed) == {f"web-{good.pk}.csv", f"web-{killed.pk}.csv"}
    assert last_good_run(feed) == killed
