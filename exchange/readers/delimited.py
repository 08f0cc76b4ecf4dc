"""CSV and TSV, one record at a time."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from .dialect import DELIMITERS, declared_delimiter, detect_delimiter
from .encoding import detect_encoding, known_encoding
from .errors import ReadError
from .table import SourceRow

MAX_CELL = 1_000_000
MAX_LINE = 4 * MAX_CELL
SAMPLE_LINES = 50

# The module's own limit counts for the whole process; every cell beyond it is refused by name.
csv.field_size_limit(MAX_CELL)


class _Lines(Iterator[str]):
    """Lines of the file, none longer than MAX_LINE; remembers those of the record being read."""

    def __init__(self, file: TextIO) -> None:
        self._read = file.readline
        self.record: list[str] = []

    def __next__(self) -> str:
        line = self._read(MAX_LINE)
        if not line:
            raise StopIteration
        self.record.append(line)
        if len(line) == MAX_LINE:
            raise csv.Error("line too long")
        return line


def read_delimited(file: TextIO, delimiter: str) -> Iterator[SourceRow]:
    """Records of an open text file; the first is number 1, blank lines count.

    Raises ReadError for what makes the rest unreadable: a cell or line beyond all measure, a
    quotation mark that is never closed, bytes that are no text.
    """
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken_record(str(error), lines, number, delimiter)
        except UnicodeDecodeError as error:
            raise ReadError(_undecodable(error), row=number) from None
        else:
            yield SourceRow(number, cells)
        lines.record.clear()


def choose_encoding(path: Path, encoding: str | None) -> str:
    """The encoding asked for, or the one that the file shows."""
    return known_encoding(encoding) if encoding else detect_encoding(path)


def choose_delimiter(file: TextIO, delimiter: str | None) -> tuple[str, bool]:
    """The separator, and whether the file's first line declares it (and so is no header)."""
    try:
        sample = [line for _, line in zip(range(SAMPLE_LINES), _Lines(file), strict=False)]
    except (csv.Error, UnicodeDecodeError):
        sample = []
    file.seek(0)
    declared = declared_delimiter(sample[0]) if sample else None
    if delimiter and delimiter not in DELIMITERS:
        raise ReadError(
            _("“{delimiter}” cannot be used as a separator.").format(delimiter=delimiter)
        )
    return delimiter or declared or detect_delimiter(sample), declared is not None


def _broken_record(error: str, lines: _Lines, number: int, delimiter: str) -> SourceRow:
    """A row with its problem where the reading can go on, otherwise ReadError."""
    column = sum(part.count(delimiter) for part in "".join(lines.record).split('"')[::2]) + 1
    if "unexpected end of data" in error:
        message = _("A quotation mark is opened here but never closed. Close or remove it.")
        raise ReadError(message, row=number, column=column)
    if "field larger" in error or "line too long" in error:
        message = _(
            "The cell is longer than {limit} characters. Shorten it, or close a quotation mark "
            "left open before it."
        ).format(limit=f"{MAX_CELL:,}")
        raise ReadError(message, row=number, column=column)
    problem = _("Column {column} has a quotation mark inside quoted text. Double it.").format(
        column=column
    )
    text = "".join(lines.record).rstrip("\r\n")
    return SourceRow(number, text.split(delimiter), problem)


def _undecodable(error: UnicodeDecodeError) -> str:
    return _(
        "Some bytes are not valid in the encoding {encoding}. Choose the encoding of the file, "
        "or save it again as UTF-8."
    ).format(encoding=error.encoding)
