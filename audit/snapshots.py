"""Snapshots of PostgreSQL: which transactions had ended at a moment.

Ids of a table are given out before their transactions commit, so "greater than the last id read"
would lose what commits late. Comparing two snapshots does not: what is new is visible in the later
one and not in the earlier one. Unlike waiting for the oldest running transaction, it does not make
a small edit wait for a long import (or for a transaction of another database of the cluster).
"""

from django.db import connection

SNAPSHOT = "SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned()::text::bigint"


def take_snapshot() -> str:
    """The snapshot of now, in which the caller's own transaction counts as still running."""
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        snapshot, own_id = cursor.fetchone()
    return snapshot if own_id is None else with_running(snapshot, own_id)


def own_transaction_id() -> int | None:
    """The id of the caller's transaction, or None while it has written nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned()::text::bigint")
        return cursor.fetchone()[0]


def with_running(snapshot: str, transaction_id: int) -> str:
    """`snapshot` with one more transaction among the running ones."""
    oldest, end, running = parse_snapshot(snapshot)
    if transaction_id >= end:
        return snapshot
    ids = sorted({*running, transaction_id})
    return f"{min(oldest, transaction_id)}:{end}:{','.join(map(str, ids))}"


def parse_snapshot(snapshot: str) -> tuple[int, int, list[int]]:
    """The oldest running transaction, the first that had not begun, and the running ones."""
    oldest, end, running = snapshot.split(":")
    return (
        int(oldest),
        int(end),
        [int(running_id) for running_id in running.split(",") if running_id],
    )
