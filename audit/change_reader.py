"""Reads what is new in the change log for one follower."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from .followers import Change
from .models import FollowerCursor
from .snapshots import parse_snapshot

BATCH_SIZE = 5000

_COLUMNS = "transaction_id, id, entity, entity_id, part, action, at"

_NEW = """
FROM audit_change_log
WHERE (transaction_id, id) > (%(transaction_id)s, %(entry_id)s)
  AND transaction_id < pg_snapshot_xmax(%(target)s::pg_snapshot)::text::bigint
  AND pg_visible_in_snapshot(transaction_id::text::xid8, %(target)s::pg_snapshot)
  AND NOT pg_visible_in_snapshot(transaction_id::text::xid8, %(seen)s::pg_snapshot)
"""
READ_NEW = f"SELECT {_COLUMNS} {_NEW} ORDER BY transaction_id, id LIMIT %(limit)s"
COUNT_NEW = f"SELECT count(*) FROM (SELECT 1 {_NEW} LIMIT %(limit)s) AS new"  # noqa: S608 - constants only
READ_OWN = f"""
SELECT {_COLUMNS} FROM audit_change_log
WHERE transaction_id = %(own_id)s AND id > %(entry_id)s ORDER BY id LIMIT %(limit)s
"""  # noqa: S608 - constants only


@dataclass(frozen=True)
class Batch:
    """Some changes, and the position of the last one; `is_last` when nothing follows them."""

    changes: list[Change]
    transaction_id: int
    entry_id: int
    is_last: bool


def read_new(position: FollowerCursor, limit: int = BATCH_SIZE) -> Batch:
    """The next changes that the follower has not seen and that its target snapshot shows."""
    return _read(READ_NEW, _bounds(position), limit)


def count_new(position: FollowerCursor, limit: int) -> int:
    """How many changes the follower has before it, counted up to `limit`."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_NEW, {**_bounds(position), "limit": limit})
        return cursor.fetchone()[0]


def read_own(own_id: int, after: int, limit: int = BATCH_SIZE) -> Batch:
    """The changes that the caller's own transaction, `own_id`, wrote after entry `after`."""
    return _read(READ_OWN, {"own_id": own_id, "entry_id": after}, limit)


def _bounds(position: FollowerCursor) -> dict[str, Any]:
    start = (position.transaction_id, position.entry_id)
    if position.entry_id == 0:
        start = (parse_snapshot(position.seen)[0], 0)
    return {
        "transaction_id": start[0],
        "entry_id": start[1],
        "seen": position.seen,
        "target": position.target,
    }


def _read(sql: str, parameters: dict[str, Any], limit: int) -> Batch:
    with connection.cursor() as cursor:
        cursor.execute(sql, {**parameters, "limit": limit})
        rows = cursor.fetchall()
    transaction_id, entry_id = rows[-1][:2] if rows else (0, 0)
    return Batch(
        changes=[Change(*row[2:]) for row in rows],
        transaction_id=transaction_id,
        entry_id=entry_id,
        is_last=len(rows) < limit,
    )
