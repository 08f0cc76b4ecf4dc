"""Limits in one table of PostgreSQL, by the generic cell rate algorithm: a row is a moment.

Each use moves the moment at which nothing is used up any more by a step; a use that would move it
beyond the span is refused. Locks are taken in the order of the keys, so nobody waits in a ring.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

from .uses import Use

# What is used up is seen before anything is written, so that a flood writes nothing. Of two at once
# both may pass that look; then the condition of the update lets only one through.
_TAKE = """
WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now),
wanted AS MATERIALIZED (
    SELECT key, step * interval '1 microsecond' AS step, span * interval '1 microsecond' AS span
    FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS wanted (key, step, span)
),
used_up AS (
    SELECT FROM wanted JOIN console_limit USING (key), clock WHERE unused_at + step > now + span
)
INSERT INTO console_limit AS kept (key, unused_at)
SELECT key, now + step FROM wanted, clock WHERE NOT EXISTS (SELECT FROM used_up) ORDER BY key
ON CONFLICT (key) DO UPDATE
SET unused_at = (
    SELECT greatest(kept.unused_at, now) + step FROM wanted, clock WHERE wanted.key = kept.key
)
WHERE (
    SELECT greatest(kept.unused_at, now) + step <= now + span
    FROM wanted, clock WHERE wanted.key = kept.key
)
RETURNING key
"""
_GIVE_BACK = """
WITH wanted AS (
    SELECT key, step * interval '1 microsecond' AS step
    FROM unnest(%s::text[], %s::bigint[]) AS wanted (key, step)
),
locked AS (
    SELECT key, step FROM console_limit AS kept JOIN wanted USING (key)
    ORDER BY key FOR UPDATE OF kept
)
UPDATE console_limit SET unused_at = unused_at - step FROM locked
WHERE locked.key = console_limit.key
"""
_FORGET = """
WITH locked AS (
    SELECT key FROM console_limit WHERE key = ANY(%s) ORDER BY key FOR UPDATE
)
DELETE FROM console_limit USING locked WHERE locked.key = console_limit.key
"""
_IS_USED_UP = """
SELECT EXISTS (
    SELECT FROM console_limit
    WHERE key = %s AND unused_at + (%s - %s) * interval '1 microsecond' > clock_timestamp()
)
"""
_PURGE = "DELETE FROM console_limit WHERE unused_at < clock_timestamp()"


def take(uses: Sequence[Use]) -> bool:
    """Use all of them, or none."""
    keys = [use.stored_as for use in uses]
    parameters = [keys, [use.step for use in uses], [use.span for use in uses]]
    with counting_cursor() as cursor:
        cursor.execute(_TAKE, parameters)
        taken = {key for (key,) in cursor.fetchall()}
    if len(taken) < len(keys):
        if taken:  # somebody else took the last of another one at this very moment
            give_back([use for use in uses if use.stored_as in taken])
        return False
    return True


def give_back(uses: Sequence[Use]) -> None:
    """Take back one use of each."""
    _execute(_GIVE_BACK, [[use.stored_as for use in uses], [use.step for use in uses]])


def forget(uses: Sequence[Use]) -> None:
    """Begin to count each anew."""
    _execute(_FORGET, [[use.stored_as for use in uses]])


def is_used_up(use: Use) -> bool:
    """Whether there is nothing left of it."""
    with counting_cursor() as cursor:
        cursor.execute(_IS_USED_UP, [use.stored_as, use.step, use.span])
        return cursor.fetchone()[0]


def purge() -> int:
    """Delete what counts no more; returns how many."""
    return _execute(_PURGE, None)


def _execute(statement: str, parameters: list[Any] | None) -> int:
    with counting_cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


@contextmanager
def counting_cursor() -> Iterator[Any]:
    """A cursor whose statements count at once, whatever becomes of the caller's transaction.

    That is the thread's own connection, or inside a transaction one that is opened for it.
    """
    if connection.get_autocommit():
        with connection.cursor() as cursor:
            yield cursor
        return
    beside = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with beside.cursor() as cursor:
            yield cursor
    finally:
        beside.close()
