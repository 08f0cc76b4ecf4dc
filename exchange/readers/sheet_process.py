"""Child process: writes one sheet of a workbook as CSV to its standard output.

Runs with the limits of `console.limited_process`, without Django and without anything of this
project, so that a workbook made to exhaust its reader exhausts this process only. Its first record
is the name of the sheet. A failure is one JSON object on standard error: a code and, where known,
the row.
"""

import csv
import datetime
import json
import sys
from decimal import Decimal
from io import TextIOWrapper
from itertools import chain
from typing import NoReturn

import python_calamine

MAX_CELL = 1_000_000
EXACT_INTEGERS_BELOW = 1e15
FAILURES = {
    python_calamine.PasswordError: "password",
    python_calamine.WorksheetNotFound: "unknown_sheet",
    python_calamine.CalamineError: "not_a_workbook",
}


def cell_text(value: object) -> str:
    """The exact text of a cell: 12.7 as "12.7", 4006381333931.0 without ".0", dates in ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime.datetime):
        return _moment_text(value)
    return str(value)


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < EXACT_INTEGERS_BELOW:
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _moment_text(value: datetime.datetime) -> str:
    if value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")


def fail(code: str, **facts: object) -> NoReturn:
    """End the process with a reason that the parent understands."""
    sys.stdout.flush()
    print(json.dumps({"code": code, **facts}), file=sys.stderr)  # noqa: T201
    sys.exit(1)


def open_sheet(path: str, name: str) -> tuple[str, python_calamine.CalamineSheet]:
    """The sheet of that name, or the first one that has cells."""
    workbook = python_calamine.load_workbook(path)
    names = workbook.sheet_names
    if name and name not in names:
        fail("unknown_sheet", sheets=names)
    for candidate in [name] if name else names:
        sheet = workbook.get_sheet_by_name(candidate)
        if name or sheet.start is not None:
            return candidate, sheet
    fail("no_sheet")


def write_sheet(path: str, name: str) -> None:
    """Write the sheet; rows and columns before the first cell are written as empty ones."""
    name, sheet = open_sheet(path, name)
    writer = csv.writer(sys.stdout)
    writer.writerow([name])
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [cell_text(value) for value in row]
        if any(len(cell) > MAX_CELL for cell in cells):
            fail("cell_too_long", row=number)
        writer.writerow(list(chain(left, cells)))


def main() -> None:
    """Read, and say in one word why not."""
    assert isinstance(sys.stdout, TextIOWrapper)
    sys.stdout.reconfigure(encoding="utf-8", newline="", errors="replace")
    try:
        write_sheet(*sys.argv[1:3])
    except tuple(FAILURES) as error:
        fail(next(code for kind, code in FAILURES.items() if isinstance(error, kind)))
    except MemoryError:
        fail("too_large")


if __name__ == "__main__":
    main()
