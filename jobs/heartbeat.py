"""The thread that shows that a job lives, carries its progress, and stops it when asked to."""

import logging
import threading
import time
from typing import TextIO

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

from .exceptions import JobCancelled, JobSuperseded
from .progress import JobProgress

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
BEAT_SECONDS = 2
# How long a cancelled job may take to notice by itself before its SQL statement is interrupted.
GRACE_SECONDS = 1

WRITE_BEAT = """
UPDATE jobs_job SET heartbeat_at = statement_timestamp(), done = %s, total = %s, message = %s
WHERE id = %s AND worker = %s AND state = 'running' RETURNING cancel_requested
"""
WRITE_LOG = "INSERT INTO jobs_joblogentry (job_id, at, level, text) VALUES (%s, now(), %s, %s)"


class Heartbeat(threading.Thread):
    """Writes the progress of one running job over a database connection of its own.

    Being apart from the job's connection, it is seen (and the log kept) whatever transaction the
    job is in, and it can interrupt a statement that the job waits for.
    """

    def __init__(
        self, progress: JobProgress, *, job_connection: BaseDatabaseWrapper, out: TextIO | None
    ):
        super().__init__(name=f"heartbeat of job {progress.claimed_job.pk}", daemon=True)
        self._progress = progress
        self._job_connection = job_connection
        self._out = out
        self._ended = threading.Event()
        self._written: tuple | None = None
        self._written_at = 0.0
        self._stopped_at: float | None = None

    def run(self) -> None:
        """Look at the progress until the job ends; a database that fails is tried again."""
        try:
            while not self._ended.wait(LOOK_SECONDS):
                try:
                    self._look()
                except DatabaseError:
                    logger.warning("The heartbeat missed a beat", exc_info=True)
                    connection.close()
        finally:
            connection.close()

    def end(self) -> None:
        """Stop looking, and wait until a look under way is over."""
        self._ended.set()
        self.join()

    def _look(self) -> None:
        state = (self._progress.done, self._progress.total, self._progress.message)
        if state != self._written or time.monotonic() - self._written_at >= BEAT_SECONDS:
            self._beat(state)
        write_log(self._progress, self._out)
        if self._progress.stop_reason is not None:
            self._interrupt()

    def _beat(self, state: tuple) -> None:
        job = self._progress.claimed_job
        with connection.cursor() as cursor:
            cursor.execute(WRITE_BEAT, [*state, job.pk, job.worker])
            row = cursor.fetchone()
        if row is None:
            self._progress.stop(JobSuperseded(job.pk))
        elif row[0]:
            self._progress.stop(JobCancelled(job.pk))
        if self._out is not None and state != self._written:
            print_progress(self._progress, self._out)
        self._written, self._written_at = state, time.monotonic()

    def _interrupt(self) -> None:
        """Cancel the statement that the job waits for, if it has not noticed within the grace."""
        now = time.monotonic()
        self._stopped_at = self._stopped_at or now
        raw = self._job_connection.connection
        if now - self._stopped_at < GRACE_SECONDS or raw is None:
            return
        if raw.info.transaction_status == TransactionStatus.ACTIVE:
            raw.cancel_safe(timeout=5)


def write_log(progress: JobProgress, out: TextIO | None = None) -> None:
    """Write the waiting log lines of `progress` over this thread's connection."""
    while progress.pending_log:
        level, text = progress.pending_log[0]
        with connection.cursor() as cursor:
            cursor.execute(WRITE_LOG, [progress.claimed_job.pk, level, text])
        progress.pending_log.popleft()
        if out is not None:
            out.write(f"{text}\n")


def print_progress(progress: JobProgress, out: TextIO) -> None:
    """Print one line that tells how far the job is."""
    total = "" if progress.total is None else f" / {progress.total:,}"
    out.write(f"{progress.done:,}{total}  {progress.message}".rstrip() + "\n")
    out.flush()


def start_heartbeat(progress: JobProgress, *, out: TextIO | None = None) -> Heartbeat | None:
    """Start the heartbeat of a claimed job, except in a transaction, where nobody sees the job."""
    if connection.in_atomic_block:
        return None
    heartbeat = Heartbeat(progress, job_connection=connections[DEFAULT_DB_ALIAS], out=out)
    heartbeat.start()
    return heartbeat
