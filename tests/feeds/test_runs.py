"""Runs of feeds: what is published, what is kept, and what a failure leaves behind."""

import resource
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction

from audit.services import follow_pending
from catalog.models import QualityRule, Segment
from console.postgresql.advisory_locks import AdvisoryLock
from feeds import files
from feeds.exceptions import FeedBusyError, FeedError
from feeds.files import stored_path
from feeds.models import Feed, FeedRun
from feeds.selectors import preview_feed
from feeds.services import create_feed_run, delete_feed, start_feed_run, write_feed
from feeds.statement import FeedStatement
from jobs.exceptions import JobCancelled
from jobs.models import Job
from jobs.progress import JobProgress
from tests.factories.catalog import ProductFactory, QualityRuleFactory
from tests.factories.feeds import FeedFactory
from tests.feeds.good_runs import last_good_run

pytestmark = pytest.mark.django_db


def write(feed: Feed, progress: JobProgress | None = None) -> FeedRun:
    run = FeedRun.objects.create(feed=feed)
    return write_feed(run=run, progress=progress or JobProgress())


def folder(feed: Feed) -> set[str]:
    return {path.name for path in stored_path(f"feeds/{feed.code}").iterdir()}


@contextmanager
def largest_file(size: int):
    """The system refuses to make files larger, as it does where the disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_run_is_published_under_a_name_of_its_own():
    ProductFactory.create_batch(3, live=True)
    feed = FeedFactory(code="web")
    first, second = write(feed), write(feed)
    assert folder(feed) == {f"web-{first.pk}.csv", f"web-{second.pk}.csv"}
    assert last_good_run(feed) == second
    second.refresh_from_db()
    assert (second.rows, second.file) == (3, f"feeds/web/web-{second.pk}.csv")
    assert second.finished_at is not None


def test_the_same_run_again_replaces_its_own_file():
    feed = FeedFactory()
    run = write(feed)
    product = ProductFactory(live=True)
    write_feed(run=run, progress=JobProgress())
    assert stored_path(run.file).read_text() == f"SKU\n{product.sku}\n"
    assert len(folder(feed)) == 1


def test_only_the_newest_files_are_kept_with_the_rows_of_all_runs(
    monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(files, "KEPT_FILES", 2)
    feed = FeedFactory(code="web")
    with django_capture_on_commit_callbacks(execute=True):
        runs = [write(feed) for _ in range(4)]
    assert folder(feed) == {f"web-{run.pk}.csv" for run in runs[2:]}
    kept = FeedRun.objects.order_by("pk").values_list("file", flat=True)
    assert [bool(name) for name in kept] == [False, False, True, True]
    assert all(FeedRun.objects.values_list("sha256", flat=True))


def test_a_run_that_is_rolled_back_when_it_has_published_removes_no_file(
    monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(files, "KEPT_FILES", 1)
    feed = FeedFactory(code="web")
    good = write(feed)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        write(feed)
        transaction.set_rollback(True)
    assert last_good_run(feed) == good
    assert stored_path(good.file).exists()


def test_a_run_cancelled_when_all_is_written_is_published():
    class CancelledAtTheEnd(JobProgress):
        def report(self, *, message=None, **changes):
            super().report(message=message, **changes)
            if message == "Publishing":
                self.stop(JobCancelled())

    progress = CancelledAtTheEnd()
    run = write(FeedFactory(), progress)
    assert stored_path(run.file).exists()
    assert progress.message == "Published"


def test_what_a_dead_run_left_is_removed_by_the_next():
    feed = FeedFactory(code="web")
    good = write(feed)
    place = stored_path(good.file).parent
    (place / ".web-999.csv.part").write_text("half")
    (place / "web-998.csv").write_text("renamed, but not recorded")
    newer = write(feed)
    assert folder(feed) == {f"web-{good.pk}.csv", f"web-{newer.pk}.csv"}


def test_a_full_disk_is_told_and_leaves_the_last_good_file():
    ProductFactory(live=True)
    feed = FeedFactory(code="web")
    good = write(feed)
    ProductFactory.create_batch(20, live=True)
    with largest_file(100), pytest.raises(FeedError, match=r"web-\d+\.csv could not be written: "):
        write(feed)
    assert folder(feed) == {f"web-{good.pk}.csv"}
    assert last_good_run(feed) == good


def test_a_cancelled_run_leaves_the_last_good_file():
    ProductFactory.create_batch(3, live=True)
    feed = FeedFactory(code="web")
    good = write(feed)

    class CancelledAtTheFirstRows(JobProgress):
        def report(self, *, done=None, **changes):
            if done:
                self.stop(JobCancelled())
            super().report(done=done, **changes)

    with pytest.raises(JobCancelled):
        write(feed, CancelledAtTheFirstRows())
    assert folder(feed) == {f"web-{good.pk}.csv"}
    assert last_good_run(feed) == good


def test_progress_counts_the_rows():
    ProductFactory.create_batch(3, live=True)
    progress = JobProgress()
    write(FeedFactory(), progress)
    assert (progress.done, progress.total) == (3, 3)


def test_a_feed_is_written_by_one_run_at_a_time():
    feed = FeedFactory(name="Web shop")
    run = start_feed_run(feed=feed)
    with pytest.raises(FeedBusyError) as refused:
        start_feed_run(feed=feed)
    assert str(refused.value) == (
        f"“Web shop” is already running (run {run.pk}). Wait for it to finish, or cancel it."
    )
    start_feed_run(feed=FeedFactory())
    Job.objects.filter(pk=run.job_id).update(state=Job.State.FAILED)
    assert start_feed_run(feed=feed).pk != run.pk


def test_a_run_does_not_begin_while_another_writes():
    """Two runs can meet when a person retries an old one."""
    feed = FeedFactory()
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, %s)", [AdvisoryLock.FEED.value, feed.pk])
        with pytest.raises(FeedBusyError, match="Another run of"):
            write(feed)


def test_a_feed_that_is_set_up_wrongly_starts_no_run():
    feed = FeedFactory(columns=[("Gone", "values.gone")])
    with pytest.raises(FeedError, match="Column “Gone”"):
        start_feed_run(feed=feed)
    assert not FeedRun.objects.exists()
    assert not Job.objects.exists()


def test_the_segment_chooses_the_published_products():
    ProductFactory(sku="A", live=True)
    ProductFactory(sku="B", live=False)
    other = ProductFactory(sku="C", live=True)
    condition = {"field": "sku", "operator": "is", "value": other.sku}
    segment = Segment.objects.create(
        code="one", name="One", filter={"match": "all", "conditions": [condition]}
    )
    run = write(FeedFactory(segment=segment))
    assert stored_path(run.file).read_text() == "SKU\nC\n"


def test_a_segment_that_cannot_be_compiled_is_named():
    condition = {"field": "values.gone", "operator": "is", "value": "x"}
    segment = Segment.objects.create(code="s", name="Big ones", filter={"conditions": [condition]})
    with pytest.raises(FeedError) as refused:
        create_feed_run(feed=FeedFactory(segment=segment))
    assert str(refused.value) == "Segment “Big ones”: There is no field “values.gone”."


def test_a_deleted_feed_takes_its_files_along(django_capture_on_commit_callbacks):
    feed = FeedFactory(code="web")
    path = stored_path(write(feed).file)
    with django_capture_on_commit_callbacks(execute=True):
        delete_feed(feed=feed)
    assert not path.exists()
    assert not Feed.objects.exists()


def test_products_with_errors_that_block_the_channel_are_left_out_and_counted():
    feed = FeedFactory(code="web")
    good = ProductFactory(live=True, description="Quiet.")
    bad = ProductFactory(live=True)
    rule = QualityRuleFactory(severity=QualityRule.Severity.ERROR)
    follow_pending()
    assert (write(feed).rows, write(feed).kept_out) == (2, 0)
    rule.blocks.set([feed.channel])
    rule.save()
    run = write(feed)
    assert (run.rows, run.kept_out) == (1, 1)
    text = stored_path(run.file).read_text()
    assert good.sku in text
    assert bad.sku not in text


def test_a_preview_that_takes_too_long_says_what_to_do(monkeypatch):
    monkeypatch.setattr("feeds.selectors.PREVIEW_SECONDS", 0.01)
    monkeypatch.setattr(FeedStatement, "first_rows", lambda *_: "SELECT pg_sleep(60)")
    with pytest.raises(FeedError, match="The preview took longer than 0 seconds"):
        preview_feed(FeedFactory())
