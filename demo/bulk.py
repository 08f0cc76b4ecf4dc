"""Loading many rows without checking them one by one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, models, transaction

# What PostgreSQL checks faster for all rows at once than for each as it comes.
FIND_CONSTRAINTS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s',
        conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'x') ORDER BY conname
"""
FIND_INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique AND NOT indisexclusion
ORDER BY indexrelid
"""
# A product that is created is in the change log once; its parts come with it.
FIND_TRIGGERS = """
SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname),
    format('ALTER TABLE %%s ENABLE TRIGGER %%I', tgrelid::regclass, tgname)
FROM pg_trigger WHERE tgrelid = ANY(%s::regclass[]) AND tgname LIKE '%%\\_change\\_insert'
"""
WORK_MEMORY = "256MB"


@contextmanager
def checked_at_the_end(
    entity: type[models.Model], parts: Sequence[type[models.Model]]
) -> Iterator[None]:
    """One transaction in which rows of these tables are checked and indexed after the last.

    Foreign keys, exclusion constraints and indexes that are not unique are taken away and made
    again; should anything go wrong, the transaction brings all of it back. The tables are locked
    meanwhile. `parts` write no change log of their own.
    """
    tables = [model._meta.db_table for model in (entity, *parts)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT set_config('maintenance_work_mem', %s, true)", [WORK_MEMORY])
        steps = _found(cursor, FIND_TRIGGERS, tables[1:])
        steps += _found(cursor, FIND_CONSTRAINTS, tables)
        steps += _found(cursor, FIND_INDEXES, tables)
        for away, _back in steps:
            cursor.execute(away)
        yield
        for _away, back in reversed(steps):
            cursor.execute(back)


def _found(cursor, query: str, tables: list[str]) -> list[tuple[str, str]]:
    cursor.execute(query, [tables])
    return cursor.fetchall()
