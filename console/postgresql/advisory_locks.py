"""The advisory locks of PostgreSQL that the rooms take, in one table so that no two clash."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, unique

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


@unique
class AdvisoryLock(IntEnum):
    """The first of the two numbers of a lock; the second, where there is one, says of what."""

    # Set-wise writes of products wait for each other, so that two never lock each other's products
    # crosswise.
    PRODUCT_WRITES = 7_301_001
    # Two transactions could each write one half of a circle without seeing the other's.
    RELATION_CYCLES = 7_301_002
    # The order of sort indexes is made by one process.
    SORT_INDEXES = 7_301_003
    # What is scheduled is published by one process.
    SCHEDULE = 7_301_004
    # An index of the search is rebuilt by one process; the second number names index and backend.
    SEARCH_REBUILD = 7_301_005
    # A feed is written by one run; the second number is the key of the feed.
    FEED = 7_301_006
    # What a kind of relations means stays while relations are written: their writers share it.
    RELATION_KINDS = 7_301_007
    # The function that holds the factors of all units is made anew by one transaction.
    UNITS = 7_301_008

    def until_commit_sql(self) -> str:
        """A call that waits for the lock and keeps it to the end of the transaction."""
        return f"pg_advisory_xact_lock({self.value}, 0)"

    def shared_until_commit_sql(self) -> str:
        """The same, except that those who share it do not wait for each other."""
        return f"pg_advisory_xact_lock_shared({self.value}, 0)"


def lock_until_commit(lock: AdvisoryLock, key: int = 0) -> None:
    """Wait for the lock, and keep it to the end of the transaction."""
    _ask("SELECT pg_advisory_xact_lock(%s, %s)", lock, key)


def try_lock_until_commit(lock: AdvisoryLock, key: int = 0) -> bool:
    """Take the lock to the end of the transaction; False where somebody has it."""
    return bool(_ask("SELECT pg_try_advisory_xact_lock(%s, %s)", lock, key))


@contextmanager
def locked(lock: AdvisoryLock, key: int = 0) -> Iterator[None]:
    """Wait for the lock, and keep it through the block and its transactions."""
    _ask("SELECT pg_advisory_lock(%s, %s)", lock, key)
    try:
        yield
    finally:
        _unlock(lock, key)


@contextmanager
def try_locked(lock: AdvisoryLock, key: int = 0) -> Iterator[bool]:
    """Whether nobody else has the lock; then it is kept through the block and its transactions."""
    is_ours = bool(_ask("SELECT pg_try_advisory_lock(%s, %s)", lock, key))
    try:
        yield is_ours
    finally:
        if is_ours:
            _unlock(lock, key)


def _unlock(lock: AdvisoryLock, key: int) -> None:
    try:
        _ask("SELECT pg_advisory_unlock(%s, %s)", lock, key)
    except DatabaseError:
        # A broken transaction cannot unlock, and its connection would keep the lock for ever.
        logger.exception("Closing the connection that holds the lock %s", lock.name)
        connection.close()


def _ask(statement: str, lock: AdvisoryLock, key: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, [lock.value, key])
        return cursor.fetchone()[0]
