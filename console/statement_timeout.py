"""Reads that give up rather than hold somebody up."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

_LIMIT = "SELECT set_config('statement_timeout', %s, true)"


class StatementTimeoutError(Exception):
    """The database needed more time than was given."""


@contextmanager
def statement_timeout(milliseconds: int) -> Iterator[None]:
    """Statements inside may take so long each; raises TookTooLongError where one takes longer."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            before = cursor.fetchone()[0]
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true)", [f"{milliseconds}ms"]
            )
            yield
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "57014":  # query_canceled
            raise
        raise StatementTimeoutError from error
