"""Two at once: a thread that waits for what the test, or another connection, holds locked."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, connections

from tests.jobs.worker import wait_for

# Inside a transaction the server would show the same again and again.
_FORGET = "SELECT pg_stat_clear_snapshot()"
_WAITING = """
SELECT EXISTS (SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock')
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
def threads() -> Iterator[Callable[[Callable[[], Any]], Future]]:
    """What begins a call on a connection of its own; all have ended, well or not, after the block.

    Open it around the transaction that the calls wait for.
    """
    with ThreadPoolExecutor(2) as pool:
        yield lambda call: pool.submit(_closing, call)


def wait_until_one_waits() -> None:
    """Wait until some connection to the test database waits for a lock."""
    wait_for(_is_one_waiting, "somebody who waits for a lock")


def _is_one_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
        cursor.execute(_WAITING)
        return cursor.fetchone()[0]


def _closing(call: Callable[[], Any]) -> Any:
    try:
        return call()
    finally:
        connections.close_all()
