"""What a block of code writes to the database, by table, also where it is rolled back after."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

# Rows touched so far in this transaction: PostgreSQL counts them itself, so nothing is compared.
TOUCHED = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del
FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
WRITES = re.compile(
    r"\b(INSERT|UPDATE|DELETE|MERGE|COPY|CALL|TRUNCATE)\b|SELECT \w+\(", re.IGNORECASE
)
OF_SESSION = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "django_session"|SELECT pg_')
# What every visit may leave behind.
VISITS = {"django_session"}


@contextmanager
def rolled_back_writes() -> Iterator[set[str]]:
    """The tables that the block wrote to, known when it has ended and been rolled back.

    PostgreSQL is only asked where a statement may have written, as most requests only read.
    """
    tables: set[str] = set()
    watch = _Watch()
    savepoint = transaction.savepoint()
    try:
        with connection.execute_wrapper(watch):
            yield tables
    finally:
        after = _touched() if watch.may_have_written else {}
        transaction.savepoint_rollback(savepoint)
    before = watch.before
    tables |= {name for name, rows in after.items() if rows != before.get(name)} - VISITS


class _Watch:
    """Looks at each statement, and counts the rows before the first that may write."""

    def __init__(self) -> None:
        self.may_have_written = False
        self.before: dict[str, int] = {}

    def __call__(self, execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
        text = str(sql)
        if not self.may_have_written and WRITES.search(text) and not OF_SESSION.match(text):
            self.may_have_written = True
            self.before = _touched()
        return execute(sql, params, many, context)


def _touched() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED)
        return dict(cursor.fetchall())
