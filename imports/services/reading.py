import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.sql import SQL

from console.spelling import trimmed
from console.spreadsheets import as_typed
from exchange.readers import ReadError, SourceRow, Table, open_table
from imports.guessing import guess_columns
from imports.mapping import MappedColumn, columns_of_profile, stored
from imports.models import ImportProfile, ImportRun
from imports.staging_tables import StagingTables
from imports.targets import import_targets
from jobs.exceptions import JobError
from jobs.progress import JobProgress

from .rejects import are_rejects

BLOCK = 5_000


def read_file(run: ImportRun, progress: JobProgress) -> None:
    """Read the file of a run into its staging table, in the caller's transaction.

    The mapping is guessed the first time; a file that is read again keeps the one it has. Raises
    ReadError.
    """
    tables = StagingTables(run.pk)
    if run.state in ImportRun.READY and not tables.hold_rows():
        run.details = {**run.details, "read_again_at": timezone.now().isoformat()}
    with (
        _local_file(run) as path,
        open_table(path, run.original_name, **run.details.get("reading", {})) as table,
    ):
        if are_rejects(table.headers):
            _take_back(table)
        tables.create_staging(len(table.headers))
        run.rows = _copy(table, tables, progress)
        _refuse_empty(run.rows)
        if [column["header"] for column in run.columns] != table.headers:
            run.columns = stored(_guessed(table.headers, run.profile))
        run.details = {**run.details, "table": _facts(table)}


def read_lost_rows(run: ImportRun, progress: JobProgress) -> None:
    """Read the file again where a crash of the database has emptied the staging table.

    Raises JobError where that cannot be.
    """
    if StagingTables(run.pk).hold_rows():
        return
    progress.log(
        _("The database lost the rows that had been read. The file is being read again."),
        level="warning",
    )
    try:
        read_file(run, progress)
    except ReadError as error:
        raise JobError(str(error)) from error


@contextmanager
def _local_file(run: ImportRun) -> Iterator[Path]:
    """The stored file on this machine, copied here if the storage is somewhere else.

    Raises ReadError where it is gone, or is not what was uploaded any more.
    """
    storage = storages["private"]
    try:
        path = Path(storage.path(run.file))
    except NotImplementedError:
        with tempfile.NamedTemporaryFile() as copy:
            _fetch(run.file, copy)
            path = Path(copy.name)
            _refuse_altered(path, run.sha256)
            yield path
    else:
        _refuse_altered(path, run.sha256)
        yield path


def _fetch(name: str, copy: Any) -> None:
    try:
        with storages["private"].open(name) as stored_file:
            shutil.copyfileobj(stored_file, copy)
    except FileNotFoundError:
        raise _gone() from None
    copy.flush()


def _refuse_altered(path: Path, sha256: str) -> None:
    """A machine that lost its power may have lost a part of the file, too."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise _gone() from None
    if found != sha256:
        raise ReadError(
            _(
                "The stored file has changed since it was uploaded. Discard this import and "
                "upload the file again."
            )
        )


def _gone() -> ReadError:
    return ReadError(
        _(
            "The uploaded file is missing from storage. Discard this import and upload the file "
            "again."
        )
    )


def _take_back(table: Table) -> None:
    """Read a file of rejected rows as it was before the formulas in it were neutralised."""
    table.headers = [as_typed(header) for header in table.headers]
    table.rows = (row._replace(cells=[as_typed(cell) for cell in row.cells]) for row in table.rows)
    table.notes.append(
        _(
            "These are rejected rows of an earlier import: “%(row)s” and “%(reason)s” are "
            "ignored, and the apostrophes added before formulas are removed."
        )
        % {"row": table.headers[0], "reason": table.headers[1]}
    )


def _guessed(headers: Sequence[str], profile: ImportProfile) -> list[MappedColumn]:
    """What the columns fill; what we wrote beside rejected rows fills nothing."""
    own = 2 if are_rejects(headers) else 0
    guessed = guess_columns(headers[own:], import_targets(), columns_of_profile(profile))
    return [*(MappedColumn(header=header) for header in headers[:own]), *guessed]


def _refuse_empty(rows: int) -> None:
    if not rows:
        raise ReadError(_("The file has column names but no rows."))


def _facts(table: Table) -> dict[str, Any]:
    return {
        "format": table.format,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "notes": table.notes,
    }


def _copy(table: Table, tables: StagingTables, progress: JobProgress) -> int:
    """Stream the rows into the staging table; returns how many there were.

    In the text format of COPY, in which the driver escapes whatever a cell may hold.
    """
    width, count = len(table.headers), 0
    statement = SQL("COPY {} FROM STDIN").format(tables.staging)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for count, row in enumerate(table.rows, start=1):
            copy.write_row(_staged(row, width))
            if count % BLOCK == 0:
                _tell(count, progress)
    _tell(count, progress)
    return count


def _tell(count: int, progress: JobProgress) -> None:
    progress.report(done=count, message=_("%(count)s rows read") % {"count": f"{count:,}"})


def _staged(row: SourceRow, width: int) -> list[Any]:
    """A row as the staging table takes it, without blanks around its cells; an empty one is NULL.

    What a ragged row has too much is kept beside it.
    """
    line = "".join(row.cells)
    # Most lines hold plain letters, which have the blank alone to take off: three times as fast.
    bare = str.strip if line.isascii() and line.isprintable() else trimmed
    cells = [bare(cell) or None for cell in row.cells]
    if len(cells) == width:
        return [row.number, row.problem, None, *cells]
    surplus = [cell or "" for cell in cells[width:]]
    missing = [None] * (width - len(cells))
    return [
        row.number,
        row.problem,
        json.dumps(surplus) if surplus else None,
        *cells[:width],
        *missing,
    ]
