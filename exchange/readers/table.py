"""A table while it is read: its header, its rows, and what was noticed on the way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from console.numbers import IN_A_CELL
from console.postgresql.unstorable import UNREADABLE, UNSTORABLE

from .errors import ReadError

MAX_COLUMNS = 400
MAX_HEADER_LENGTH = 200
_is_number = re.compile(IN_A_CELL).fullmatch


class SourceRow(NamedTuple):
    """A row of the file. With a `problem` the cells are as found and must not be used as data."""

    number: int
    cells: list[str]
    problem: str | None = None


@dataclass
class Table:
    """Headers and rows of one table; `rows` can be read once and holds one row at a time.

    `format` is "csv" or "xlsx"; `encoding`, `delimiter` and `sheet` say how it was read, `notes`
    what a person should know about it (renamed headers, for example).
    """

    format: str
    headers: list[str]
    rows: Iterator[SourceRow]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    notes: list[str] = field(default_factory=list)


def build_table(records: Iterator[SourceRow], *, header_row: int | None, **facts: str) -> Table:
    """Take the header off `records` and return the table of the rest.

    Without `header_row` the first row that is not blank is the header. Raises ReadError when
    there is none, or when it looks like data.
    """
    header = _find_header(records, header_row)
    headers, notes = _name_columns(header)
    return Table(headers=headers, rows=_checked(records, headers), notes=notes, **facts)


def _find_header(records: Iterator[SourceRow], header_row: int | None) -> SourceRow:
    for record in records:
        if header_row is None and any(cell.strip() for cell in record.cells):
            break
        if record.number == header_row:
            break
    else:
        raise ReadError(_("The file is empty: it has no header row."))
    if record.problem:
        raise ReadError(record.problem, row=record.number)
    for column, cell in enumerate(record.cells, start=1):
        if UNSTORABLE.search(cell):
            raise ReadError(_unstorable(cell), row=record.number, column=column)
    return record


def _name_columns(header: SourceRow) -> tuple[list[str], list[str]]:
    cells = [" ".join(cell.split()) for cell in header.cells]
    while cells and not cells[-1]:
        cells.pop()
    _refuse_bad_header(cells, header.number)
    names: list[str] = []
    notes: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = cell[:MAX_HEADER_LENGTH] or _("column {number}").format(number=position)
        if not cell:
            notes.append(_("Column {number} has no name.").format(number=position))
        elif name in names:
            notes.append(
                _("Columns {first} and {second} are both named “{name}”.").format(
                    first=names.index(name) + 1, second=position, name=name
                )
            )
        names.append(_unused(name, names))
    return names, notes


def _refuse_bad_header(cells: list[str], row: int) -> None:
    if not cells:
        raise ReadError(_("This row should contain the column names but is empty."), row=row)
    if len(cells) > MAX_COLUMNS:
        raise ReadError(
            _("The table has {count} columns; at most {limit} are allowed. Remove some.").format(
                count=len(cells), limit=MAX_COLUMNS
            ),
            row=row,
        )
    if all(_is_number(cell) for cell in cells if cell):
        raise ReadError(
            _("The column names are missing: this row contains only numbers. Add a header row."),
            row=row,
        )


def _unused(name: str, taken: list[str]) -> str:
    """`name`, or "name (2)" and so on when it is taken."""
    candidate, count = name, 1
    while candidate in taken:
        count += 1
        candidate = f"{name} ({count})"
    return candidate


def _checked(records: Iterator[SourceRow], headers: list[str]) -> Iterator[SourceRow]:
    """The rows that are not blank, each with what is wrong with it as a row of this table."""
    for record in records:
        if record.problem is None and not any(record.cells):
            continue
        yield _storable(_squared(record, len(headers)), headers)


def _squared(record: SourceRow, width: int) -> SourceRow:
    """The row without empty cells past the header; marked where it is ragged."""
    cells = record.cells
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if record.problem is None and len(cells) != width:
        return record._replace(problem=_ragged(len(cells), width))
    return record


def _storable(record: SourceRow, headers: list[str]) -> SourceRow:
    """The row as the database can keep it; marked where a cell holds what no text may."""
    cells = record.cells
    text = "".join(cells)
    # Nearly every row is told to be well without looking at its letters.
    if "\0" not in text and (text.isascii() or not UNSTORABLE.search(text)):
        return record
    column, cell = next((at, cell) for at, cell in enumerate(cells) if UNSTORABLE.search(cell))
    name = headers[column] if column < len(headers) else str(column + 1)
    problem = _("Column “{column}”: {message}").format(column=name, message=_unstorable(cell))
    cleaned = [UNSTORABLE.sub(UNREADABLE, cell) for cell in cells]
    return SourceRow(record.number, cleaned, record.problem or problem)


def _unstorable(cell: str) -> str:
    if "\0" in cell:
        return _("It contains a NUL byte. Save the file again as text, or remove the character.")
    return _("It contains an incomplete character. Remove the character.")


def _ragged(found: int, expected: int) -> str:
    return _(
        "The row has {found} cells, but the header has {expected}. Check for a missing or extra "
        "separator, or for a separator in text without quotation marks."
    ).format(found=found, expected=expected)
