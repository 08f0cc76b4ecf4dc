"""Reads of the audit room."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from .change_reader import count_new
from .followers import followers
from .models import FollowerCursor
from .snapshots import take_snapshot

MOST_COUNTED = 10_000


@dataclass(frozen=True)
class FollowerState:
    """How far behind a follower is, counted up to 10,000 entries, and what stops it."""

    name: str
    behind: int
    error: str
    updated_at: datetime | None


def follower_states() -> list[FollowerState]:
    """The state of every registered follower."""
    cursors = FollowerCursor.objects.in_bulk(list(followers()))
    return [_state(cursors.get(name) or FollowerCursor(name=name)) for name in followers()]


def _state(cursor: FollowerCursor) -> FollowerState:
    now = take_snapshot()
    behind = 0
    if cursor.target:
        behind = count_new(cursor, MOST_COUNTED)
        cursor.seen, cursor.transaction_id, cursor.entry_id = cursor.target, 0, 0
    cursor.target = now
    behind += count_new(cursor, MOST_COUNTED)
    return FollowerState(
        name=cursor.name,
        behind=min(behind, MOST_COUNTED),
        error=cursor.error,
        updated_at=cursor.updated_at,
    )


DISTINCT_ENTITIES = """
WITH RECURSIVE found AS (
    (SELECT entity FROM audit_change_log ORDER BY entity LIMIT 1)
    UNION ALL
    SELECT (SELECT entity FROM audit_change_log AS entry WHERE entry.entity > found.entity
            ORDER BY entity LIMIT 1)
    FROM found WHERE found.entity IS NOT NULL)
SELECT entity FROM found WHERE entity IS NOT NULL
"""


def logged_entities() -> list[str]:
    """The types of record that the log names, found by jumping through its index."""
    with connection.cursor() as cursor:
        cursor.execute(DISTINCT_ENTITIES)
        return [row[0] for row in cursor.fetchall()]
