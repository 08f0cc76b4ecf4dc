"""PostgreSQL's statement_timeout as a context manager."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

_QUERY_CANCELED = "57014"  # PostgreSQL's SQLSTATE
_SET = "SELECT set_config('statement_timeout', %s, true)"


class StatementTimeoutError(OperationalError):
    """A statement needed more time than was given."""


@contextmanager
def statement_timeout(milliseconds: int) -> Iterator[None]:
    """Let each statement of the block take so long at most, in a transaction or savepoint.

    Raises StatementTimeoutError where one takes longer. The limit that held before holds again
    behind the block, however it ends: an exception takes the setting back with the savepoint.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            before = cursor.fetchone()[0]
            cursor.execute(_SET, [f"{milliseconds}ms"])
            yield
            cursor.execute(_SET, [before])
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _QUERY_CANCELED:
            raise
        # The driver's error stays the cause, as it is of each of Django's.
        raise StatementTimeoutError(*error.args) from error.__cause__
