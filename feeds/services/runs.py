from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from console.postgresql.advisory_locks import AdvisoryLock, try_lock_until_commit
from console.signed_in import User
from feeds.exceptions import FeedBusyError
from feeds.files import file_name, prepare_folder, prune_files, replacing, stored_path
from feeds.models import Feed, FeedRun
from feeds.selectors import count_kept_out, count_rows
from feeds.statement import compile_feed
from feeds.writing import WrittenFile, write_rows
from jobs.models import Job
from jobs.progress import JobProgress
from jobs.services import create_job, start_job

RUN_FEED = "feeds.run"


def start_feed_run(*, feed: Feed, started_by: User | None = None) -> FeedRun:
    """Have a worker write the feed. Raises FeedError if it is set up wrongly or busy."""
    return _create_run(feed, start_job, started_by)


def create_feed_run(*, feed: Feed) -> FeedRun:
    """A run whose job is for `run_job_here`. Raises FeedError like `start_feed_run`."""
    return _create_run(feed, create_job, None)


@transaction.atomic
def _create_run(feed: Feed, make_job: Callable[..., Job], started_by: User | None) -> FeedRun:
    feed = Feed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    statement = compile_feed(feed)
    busy = feed.runs.exclude(job=None).exclude(job__state__in=Job.FINISHED).first()
    if busy:
        raise FeedBusyError(
            _("“%(feed)s” is already running (run %(run)d). Wait for it to finish, or cancel it.")
            % {"feed": feed, "run": busy.pk}
        )
    run = FeedRun.objects.create(feed=feed, permissions=list(statement.permissions))
    run.job = make_job(
        kind=RUN_FEED,
        title=_("Feed %(feed)s") % {"feed": feed},
        parameters={"run_id": run.pk},
        started_by=started_by,
    )
    run.save(update_fields=["job"])
    return run


@transaction.atomic
def write_feed(*, run: FeedRun, progress: JobProgress) -> FeedRun:
    """Write the file of `run` and publish it as the feed's newest good one.

    Whatever goes wrong before the end leaves the files and rows of earlier runs as they were.
    Raises FeedError, or what `progress` raises when the run is cancelled.
    """
    _lock(run.feed)
    statement = compile_feed(run.feed)
    target = stored_path(file_name(run))
    prepare_folder(target.parent)
    run.kept_out, run.permissions = count_kept_out(statement), list(statement.permissions)
    progress.report(total=count_rows(statement), message=_("Writing rows"))
    with replacing(target) as unfinished:
        written = write_rows(statement, unfinished, report=lambda rows: progress.report(done=rows))
        progress.report(done=written.rows, total=written.rows, message=_("Publishing"))
    _publish(run, written)
    # Without `report`, which raises for a cancelled run: what is published stays so.
    progress.message = _("Published")
    return run


def _lock(feed: Feed) -> None:
    """Be the only run of the feed until the transaction ends."""
    if not try_lock_until_commit(AdvisoryLock.FEED, feed.pk):
        raise FeedBusyError(
            _("Another run of “%(feed)s” is in progress. Retry when it has finished.")
            % {"feed": feed}
        )


def _publish(run: FeedRun, written: WrittenFile) -> None:
    run.rows, run.size, run.sha256 = written.rows, written.size, written.sha256
    run.file = file_name(run)
    run.finished_at = timezone.now()
    run.save(
        update_fields=["rows", "kept_out", "permissions", "size", "sha256", "file", "finished_at"]
    )
    prune_files(run.feed)
