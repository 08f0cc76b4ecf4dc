import csv
import json
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from psycopg.sql import SQL

from console.spreadsheets import harmless
from imports.models import ImportRun
from imports.staging_tables import StagingTables

_REJECTED = """
SELECT checked.reasons, staging.*
FROM {checked} AS checked JOIN {staging} AS staging USING (row_number)
WHERE checked.reasons IS NOT NULL ORDER BY row_number
"""


def are_rejects(headers: Sequence[str]) -> bool:
    """Whether a file with these headers is one of rejected rows, in whichever language."""
    return tuple(headers[:2]) in {_own_headers(language) for language, _name in settings.LANGUAGES}


def _own_headers(language: str) -> tuple[str, str]:
    with override(language):
        return _("Row"), _("Reason")


def write_rejects(run: ImportRun, tables: StagingTables) -> None:
    """Write the rejected rows of a run, each with its number and reasons before its cells.

    The file is UTF-8 with a byte order mark, as spreadsheets expect, and no cell of it is taken
    for a formula; when it comes back, each text is again what it was. An older file of the run goes
    once the transaction is committed.
    """
    storage = storages["private"]
    if run.rejects_file:
        transaction.on_commit(partial(storage.delete, run.rejects_file))
    run.rejects_file = ""
    if not run.rejected:
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        headers = [column["header"] for column in run.columns]
        writer.writerow([_("Row"), _("Reason"), *map(harmless, headers)])
        writer.writerows(_rejected_rows(tables))
        file.flush()
        file.buffer.seek(0)
        run.rejects_file = storage.save(f"imports/{run.pk}/rejected.csv", File(file.buffer))


def _rejected_rows(tables: StagingTables) -> Iterator[list[str]]:
    statement = SQL(_REJECTED).format(checked=tables.checked, staging=tables.staging)
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        for reasons, number, _problem, surplus, *cells in cursor:
            texts = [cell or "" for cell in (*cells, *json.loads(surplus or "[]"))]
            yield [number, harmless(" ".join(reasons)), *map(harmless, texts)]
