"""Every advisory lock stands in one table, and they keep out whom they should."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DataError, connection, transaction

from console.postgresql.advisory_locks import (
    AdvisoryLock,
    lock_until_commit,
    locked,
    try_lock_until_commit,
    try_locked,
)
from tests.concurrency import another_connection

TABLE = "console/postgresql/advisory_locks.py"
ADVISORY = re.compile(r"pg_(try_)?advisory", re.IGNORECASE)
TRY = "SELECT pg_try_advisory_xact_lock(%s, %s)"


def is_free(lock, key=0):
    with another_connection() as other, other.transaction():
        return other.execute(TRY, [lock.value, key]).fetchone()[0]


def test_no_other_advisory_lock_stands_in_the_sources():
    """Names of Python lead to the table; SQL of its own, a trigger's too, would not."""
    names = subprocess.run(
        ["git", "ls-files", "-zco", "--exclude-standard", "--", "*.py", "*.sql", "*.html", "bin"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    files = [Path(settings.BASE_DIR, name) for name in names if name]
    taking = {
        str(file.relative_to(settings.BASE_DIR))
        for file in files
        if file.is_file() and ADVISORY.search(file.read_text(errors="replace"))
    }
    assert TABLE in taking
    assert {name for name in taking if not name.startswith("tests/")} == {TABLE}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lock", AdvisoryLock)
class TestEachLock:
    """It holds for its own number and key alone, for as long as it is said."""

    def test_it_is_kept_to_the_end_of_the_transaction(self, lock):
        with transaction.atomic():
            lock_until_commit(lock, 5)
            assert not is_free(lock, 5)
            assert is_free(lock, 6)
            assert all(is_free(other, 5) for other in AdvisoryLock if other != lock)
        assert is_free(lock, 5)

    def test_it_is_kept_through_the_transactions_of_a_block(self, lock):
        with locked(lock, 5):
            with transaction.atomic():
                pass
            assert not is_free(lock, 5)
        assert is_free(lock, 5)

    def test_who_only_tries_is_told(self, lock):
        with another_connection() as other:
            other.execute(TRY, [lock.value, 0])
            with transaction.atomic():
                assert not try_lock_until_commit(lock)
            with try_locked(lock) as is_ours:
                assert not is_ours
        with try_locked(lock) as is_ours:
            assert is_ours
            assert not is_free(lock)
        assert is_free(lock)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_breaks_keeps_no_lock():
    lock = AdvisoryLock.SCHEDULE
    with (
        pytest.raises(DataError),
        transaction.atomic(),
        locked(lock),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 / 0")
    assert is_free(lock)


@pytest.mark.django_db(transaction=True)
def test_a_statement_takes_the_lock_by_its_sql():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {AdvisoryLock.RELATION_CYCLES.until_commit_sql()}")
        assert not is_free(AdvisoryLock.RELATION_CYCLES)


@pytest.mark.django_db(transaction=True)
def test_those_who_share_a_lock_keep_out_only_who_does_not():
    shared = f"SELECT {AdvisoryLock.RELATION_KINDS.shared_until_commit_sql()}"
    with another_connection() as other, transaction.atomic(), connection.cursor() as cursor:
        other.execute(shared)
        cursor.execute(shared)
        assert not is_free(AdvisoryLock.RELATION_KINDS)
    assert is_free(AdvisoryLock.RELATION_KINDS)
