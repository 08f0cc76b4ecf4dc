"""The two tables that a run keeps in the database while it is open."""

from collections.abc import Sequence

from django.db import connection
from psycopg.sql import SQL, Identifier

# A table with rows takes room, and one that a crash has emptied takes none: nothing is counted.
_WITHOUT_ROWS = """
SELECT id FROM unnest(%(runs)s::bigint[]) AS id
WHERE coalesce(pg_relation_size(to_regclass('import_staging_' || id)), 0) = 0
"""


class StagingTables:
    """`staging` holds the file as text, one column c0, c1 ... a column; `checked` the judgement.

    Both are unlogged: after a crash of the server they are empty, and the file is read again.
    """

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self.staging_name = f"import_staging_{run_id}"
        self.checked_name = f"import_checked_{run_id}"
        self.staging = Identifier(self.staging_name)
        self.checked = Identifier(self.checked_name)

    def create_staging(self, width: int) -> None:
        """An empty staging table for `width` columns, in place of an older one."""
        self.drop()
        columns = SQL(", ").join(
            SQL("{} text").format(Identifier(f"c{position}")) for position in range(width)
        )
        execute(
            SQL(
                "CREATE UNLOGGED TABLE {} (row_number bigint, problem text, surplus jsonb, {})"
            ).format(self.staging, columns)
        )

    def drop(self) -> None:
        """Both tables, if they are there."""
        self.drop_checked()
        execute(SQL("DROP TABLE IF EXISTS {}").format(self.staging))

    def drop_checked(self) -> None:
        """The judgement only, to judge again."""
        execute(SQL("DROP TABLE IF EXISTS {}").format(self.checked))

    def hold_rows(self) -> bool:
        """Whether the rows of the file are there (a crash of the server empties the table)."""
        return not runs_without_rows([self.run_id])

    def are_judged(self, rows: int | None) -> bool:
        """Whether the judgement of all `rows` is there (a crash of the server empties it)."""
        if fetch("SELECT to_regclass(%s) IS NULL", [self.checked_name]) == [(True,)]:
            return False
        [(count,)] = fetch(SQL("SELECT count(*) FROM {}").format(self.checked))
        return count == rows


def runs_without_rows(run_ids: Sequence[int]) -> list[int]:
    """Those of the runs with these keys whose file is not, or no longer, staged."""
    return [run_id for (run_id,) in fetch(_WITHOUT_ROWS, {"runs": list(run_ids)})]


def execute(statement, parameters=None) -> int:
    """Run one statement; returns the number of rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def fetch(statement, parameters=None) -> list[tuple]:
    """All rows of a statement that gives few."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
