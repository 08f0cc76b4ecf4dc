"""What a block of code writes to the database, by table, also where it is rolled back after."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Rows touched so far in this transaction: PostgreSQL counts them itself, so nothing is compared.
TOUCHED = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del
FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
# What every visit may leave behind.
VISITS = {"django_session", "accounts_signinattempt"}


@contextmanager
def rolled_back_writes() -> Iterator[set[str]]:
    """The tables that the block wrote to, known when it has ended and been rolled back."""
    tables: set[str] = set()
    before = _touched()
    savepoint = transaction.savepoint()
    try:
        yield tables
    finally:
        after = _touched()
        transaction.savepoint_rollback(savepoint)
    tables |= {name for name, rows in after.items() if rows != before.get(name)} - VISITS


def _touched() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED)
        return dict(cursor.fetchall())
