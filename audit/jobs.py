"""What the worker does for the audit room."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from wagtail.log_actions import LogContext

from jobs.models import Job

from . import services
from .followers import Follower, followers
from .sources import ChangeSource

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.4
# A look that takes long (a great transaction is under way) makes the next one come later.
REST_PER_LOOK = 10
LONGEST_BACK_OFF = 10


@contextmanager
def job_as_source(job: Job) -> Iterator[None]:
    """Name the job and the person who started it as the source of what it changes."""
    with (
        LogContext(user=job.started_by),
        services.acting_as(user_id=job.started_by_id, source=ChangeSource.JOB.of(job.pk)),
    ):
        yield


def trim_change_log() -> None:
    """Delete what nobody needs any more from the change log."""
    logger.info("Deleted %s old entries of the change log", services.trim_change_log())


def thin_history() -> None:
    """Delete the versions of records that the retention does not keep."""
    logger.info("Deleted %s old versions of records", services.thin_history())


def run_followers(stop: threading.Event) -> None:
    """Follow the change log until `stop`, each follower in a thread of its own."""
    threads = [
        threading.Thread(target=_follow_until, args=(follower, stop), name=follower.name)
        for follower in followers().values()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _follow_until(follower: Follower, stop: threading.Event) -> None:
    failures = 0
    while not stop.is_set():
        started = time.monotonic()
        try:
            handled = services.follow_batch(follower)
        except Exception:
            failures += 1
            logger.warning("Follower %s failed", follower.name, exc_info=failures == 1)
            connection.close()
            stop.wait(min(2 ** min(failures, 10) / 4, LONGEST_BACK_OFF))
            continue
        failures = 0
        if not handled:
            stop.wait(max(POLL_SECONDS, REST_PER_LOOK * (time.monotonic() - started)))
    connection.close()
