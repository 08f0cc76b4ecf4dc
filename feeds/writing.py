"""Streams the rows of a statement from PostgreSQL into a file, in constant memory."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import DataError, connection, transaction

from feeds.statement import FeedStatement

CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """What was written: rows (without the header), bytes, and their SHA-256 in hexadecimal."""

    rows: int
    size: int
    sha256: str


def write_rows(
    statement: FeedStatement, path: Path, *, report: Callable[[int], None]
) -> WrittenFile:
    """Write the whole feed to `path`; `report` is told now and then how many rows there are.

    Whatever `report` raises ends the statement and passes.
    """
    try:
        return _write(statement, path, careful=False, report=report)
    except DataError:
        # A text stands among the numbers; seldom enough to be paid for only when it happens.
        return _write(statement, path, careful=True, report=report)


def _write(
    statement: FeedStatement, path: Path, *, careful: bool, report: Callable[[int], None]
) -> WrittenFile:
    digest = hashlib.sha256(statement.first_line)
    size, rows = len(statement.first_line), 0
    with transaction.atomic(), path.open("wb") as file:
        file.write(statement.first_line)
        for chunk, rows in _chunks(statement.copy(careful=careful)):
            digest.update(chunk)
            file.write(chunk)
            size += len(chunk)
            report(rows)
    return WrittenFile(rows=rows, size=size, sha256=digest.hexdigest())


def _chunks(copy: str) -> Iterator[tuple[bytes, int]]:
    """Bytes of many rows each, with the number of rows so far."""
    chunk, rows = bytearray(), 0
    with connection.cursor() as cursor:
        # Compiling expressions takes longer than they do.
        cursor.execute("SET LOCAL jit = off")
        # The rows come past Django's cursor, which would have put errors into Django's classes.
        with connection.wrap_database_errors, cursor.copy(copy) as stream:
            for row in stream:
                chunk += row
                rows += 1
                if len(chunk) >= CHUNK:
                    yield bytes(chunk), rows
                    chunk.clear()
    yield bytes(chunk), rows
