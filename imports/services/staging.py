import csv
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg.sql import SQL

from exchange.readers import ReadError, SourceRow, Table, open_table
from imports.guessing import guess_columns
from imports.mapping import columns_of_profile, stored
from imports.models import ImportRun
from imports.staging_tables import StagingTables
from imports.targets import import_targets
from jobs.exceptions import JobError
from jobs.progress import JobProgress

from .checking import check_rows
from .locking import locked_run

BLOCK = 5_000
State = ImportRun.State


def stage_run(*, run_id: int, progress: JobProgress) -> ImportRun:
    """Read the file of a run into its staging table, guess the mapping and check every row.

    Can be repeated; a file that cannot be read leaves the run failed with the reader's message.
    Raises JobError with that message.
    """
    run = ImportRun.objects.get(pk=run_id)
    try:
        with _local_file(run.file) as path, transaction.atomic():
            run = locked_run(run_id, State.UPLOADED, State.STAGED, State.FAILED)
            _read(run, path, progress)
            check_rows(run, progress)
            run.state, run.message = State.STAGED, ""
            run.save()
    except ReadError as error:
        ImportRun.objects.filter(pk=run_id).update(state=State.FAILED, message=str(error))
        raise JobError(str(error)) from error
    return run


@contextmanager
def _local_file(name: str) -> Iterator[Path]:
    """The stored file on this machine, copied here if the storage is somewhere else."""
    storage = storages["private"]
    try:
        yield Path(storage.path(name))
    except NotImplementedError:
        with storage.open(name) as stored_file, tempfile.NamedTemporaryFile() as copy:
            shutil.copyfileobj(stored_file, copy)
            copy.flush()
            yield Path(copy.name)


def _read(run: ImportRun, path: Path, progress: JobProgress) -> None:
    tables = StagingTables(run.pk)
    with open_table(path, run.original_name, **run.details.get("reading", {})) as table:
        tables.create_staging(len(table.headers))
        run.rows = _copy(table, tables, progress)
        _refuse_empty(run.rows)
        known = columns_of_profile(run.profile)
        run.columns = stored(guess_columns(table.headers, import_targets(), known))
        run.details = {**run.details, "table": _facts(table)}


def _refuse_empty(rows: int) -> None:
    if not rows:
        raise ReadError(_("The file has the names of the columns but no rows below them."))


def _facts(table: Table) -> dict[str, Any]:
    return {
        "format": table.format,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "notes": table.notes,
    }


def _copy(table: Table, tables: StagingTables, progress: JobProgress) -> int:
    """Stream the rows into the staging table in blocks; returns how many there were."""
    width = len(table.headers)
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    statement = SQL("COPY {} FROM STDIN (FORMAT csv)").format(tables.staging)
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        while block := [_staged(row, width) for row in islice(table.rows, BLOCK)]:
            writer.writerows(block)
            copy.write(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
            count += len(block)
            progress.report(done=count, message=_("%(count)s rows read") % {"count": f"{count:,}"})
    return count


def _staged(row: SourceRow, width: int) -> list[Any]:
    """A row as the staging table takes it, without blanks around its cells.

    An empty cell becomes NULL by COPY. What a ragged row has too much is kept beside it.
    """
    cells = [cell.strip() for cell in row.cells]
    if len(cells) == width:
        return [row.number, row.problem, None, *cells]
    surplus = json.dumps(cells[width:]) if len(cells) > width else None
    return [row.number, row.problem, surplus, *cells[:width], *[None] * (width - len(cells))]
