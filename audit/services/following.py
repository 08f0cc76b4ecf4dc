from django.db import connection, transaction

from audit.change_reader import Batch, count_new, read_new, read_own
from audit.followers import Change, Follower, followers
from audit.models import FollowerCursor
from audit.snapshots import own_transaction_id, parse_snapshot, take_snapshot

from .restoring import renumber_after_restore

MAX_ROUNDS = 100


class FollowersNeverRestError(RuntimeError):
    """The followers' own writes keep giving them new changes."""


def follow_batch(follower: Follower, *, wait: bool = False) -> int:
    """Hand the follower its next changes and move its cursor past them.

    Returns how many entries of the log it got past (0: it is up to date, or another process is at
    it and `wait` is false). If its function raises, the cursor stays, the error is noted there
    and raised again.
    """
    cursor = _cursor_with_target(follower.name)
    if not count_new(cursor, limit=1) and not cursor.error and not cursor.entry_id:
        return 0
    try:
        return _handle_batch(follower, wait)
    except Exception as error:
        _note_error(follower.name, error)
        raise


def follow_pending() -> int:
    """Run every follower until none has anything left; returns how many changes were handled.

    Called within a transaction, it also hands over the changes of that transaction (again at
    each call, as they are not final yet). When followers fail, the others still run; then the
    first error is raised.
    """
    own_positions = dict.fromkeys(followers(), 0)
    errors: dict[str, Exception] = {}
    total = 0
    for _round in range(MAX_ROUNDS):
        handled = 0
        for name in [name for name in followers() if name not in errors]:
            try:
                handled += follow_batch(followers()[name], wait=True)
                if connection.in_atomic_block:
                    handled += _follow_own(followers()[name], own_positions)
            except Exception as error:
                errors[name] = error
        total += handled
        if not handled:
            break
    else:
        raise FollowersNeverRestError
    for error in errors.values():
        raise error
    return total


def _cursor_with_target(name: str) -> FollowerCursor:
    """The follower's cursor, aiming at the snapshot of now unless it is on its way already."""
    cursor, _created = FollowerCursor.objects.get_or_create(name=name)
    now = take_snapshot()
    if parse_snapshot(cursor.seen)[1] > parse_snapshot(now)[1]:
        renumber_after_restore()
        return _cursor_with_target(name)
    cursor.target = cursor.target or now
    return cursor


@transaction.atomic
def _handle_batch(follower: Follower, wait: bool) -> int:
    cursor = (
        FollowerCursor.objects.select_for_update(skip_locked=not wait)
        .filter(name=follower.name)
        .first()
    )
    if cursor is None:
        return 0
    cursor.target = cursor.target or take_snapshot()
    batch = read_new(cursor)
    _handle(follower, batch.changes)
    _move_past(cursor, batch)
    return len(batch.changes)


def _handle(follower: Follower, changes: list[Change]) -> None:
    wanted = [
        change
        for change in changes
        if follower.entities is None or change.entity in follower.entities
    ]
    if wanted:
        follower.handle(wanted)


def _move_past(cursor: FollowerCursor, batch: Batch) -> None:
    if batch.is_last:
        cursor.seen, cursor.target = cursor.target, ""
        cursor.transaction_id = cursor.entry_id = 0
    else:
        cursor.transaction_id, cursor.entry_id = batch.transaction_id, batch.entry_id
    cursor.error = ""
    cursor.save()


@transaction.atomic
def _follow_own(follower: Follower, positions: dict[str, int]) -> int:
    """Hand over what the caller's transaction changed since the last look of this call."""
    own_id = own_transaction_id()
    if own_id is None:
        return 0
    batch = read_own(own_id, after=positions[follower.name])
    if batch.changes:
        _handle(follower, batch.changes)
        positions[follower.name] = batch.entry_id
    return len(batch.changes)


def _note_error(name: str, error: Exception) -> None:
    text = f"{type(error).__name__}: {error}"[:1000]
    FollowerCursor.objects.filter(name=name).update(error=text)
