"""COPY of generated rows into tables."""

from collections.abc import Iterable, Sequence

from django.db import connection, models


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence]) -> int:
    """Copy `rows` into the table of `model` and return how many there were.

    `columns` are column names (`brand_id`, not `brand`). Rows bypass Django: no defaults of its
    own, no signals and so no history; constraints and change-log triggers of the table hold.
    """
    count = 0
    with connection.cursor() as cursor, cursor.copy(_copy_statement(model, columns)) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def reserve_keys(model: type[models.Model], count: int) -> list[int]:
    """Take `count` new primary keys from the sequence of `model`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def _copy_statement(model: type[models.Model], columns: Sequence[str]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    return f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN"
