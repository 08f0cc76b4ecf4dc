"""Two at once: somebody who waits for what the test, or another connection, holds locked."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, connections

from tests.jobs.process_names import JOBS
from tests.jobs.worker import wait_for

# Inside a transaction the server would show the same again and again.
_FORGET = "SELECT pg_stat_clear_snapshot()"
# Also who waits behind somebody who waits: the second in a queue does not wait for its head.
_WAITING = """
WITH RECURSIVE waiting (pid) AS (
    SELECT pid FROM pg_stat_activity WHERE %(holder)s = ANY (pg_blocking_pids(pid))
    UNION
    SELECT behind.pid FROM pg_stat_activity AS behind
    JOIN waiting ON waiting.pid = ANY (pg_blocking_pids(behind.pid))
)
SELECT count(*) FROM waiting JOIN pg_stat_activity USING (pid)
WHERE backend_type = 'client backend'
    AND (application_name = %(jobs)s OR %(jobs)s IS NULL) AND query LIKE %(statement)s
"""


@contextmanager
def another_connection() -> Iterator[psycopg.Connection]:
    """A connection of its own to the test database, with a transaction that ends with the block."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as other:
        yield other


@contextmanager
def held(statement: str, parameters: Sequence[Any] = ()) -> Iterator[psycopg.Connection]:
    """Somebody else's transaction, to the end of the block, with what `statement` locks."""
    with another_connection() as other:
        other.execute(statement, parameters)
        yield other


@contextmanager
def threads() -> Iterator[Callable[[Callable[[], Any]], Future]]:
    """What begins a call on a connection of its own; all have ended, well or not, after the block.

    Open it around the transaction that the calls wait for.
    """
    with ThreadPoolExecutor(2) as pool:
        yield lambda call: pool.submit(_closing, call)


def wait_until_one_waits(holder: psycopg.Connection | None = None) -> None:
    """Wait until somebody waits for what this test's transaction, or `holder`, has locked."""
    wait_for(lambda: count_waiting(holder), "somebody who waits for a lock")


def wait_until_jobs_wait(
    holder: psycopg.Connection, *, number: int = 1, statement: str = "%"
) -> None:
    """Wait until so many jobs of the worker wait for `holder`, in a statement like this one.

    The worker itself, which follows the change log, may wait for it as well and does not count.
    """
    wait_for(lambda: count_waiting(holder, JOBS, statement) >= number, f"{number} waiting jobs")


def count_waiting(
    holder: psycopg.Connection | None = None, jobs: str | None = None, statement: str = "%"
) -> int:
    """How many wait for what `holder`, or this test, has locked; of the worker's jobs alone."""
    held_by = (holder or connection.connection).info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
        cursor.execute(_WAITING, {"holder": held_by, "jobs": jobs, "statement": statement})
        return cursor.fetchone()[0]


def _closing(call: Callable[[], Any]) -> Any:
    try:
        return call()
    finally:
        connections.close_all()
