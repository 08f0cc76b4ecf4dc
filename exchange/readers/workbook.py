"""Reads XLSX in a child process with resource limits."""

import csv
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, NoReturn

from django.utils.translation import gettext as _

from console.limited_process import Limits, limited_process, wait_for_end

from .errors import ReadError
from .table import SourceRow

ZIP_SIGNATURE = b"PK"
OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")

MAX_ENTRIES = 5_000
MAX_UNPACKED = 1_500_000_000
# XML of spreadsheets shrinks to a tenth or a thirtieth; only a bomb shrinks to a thousandth.
MAX_RATIO = 300
RATIO_COUNTS_FROM = 20_000_000

SHEET_PROGRAM = Path(__file__).with_name("sheet_process.py")
LIMITS = Limits(memory=3_000_000_000, seconds=300)


@contextmanager
def read_workbook(path: Path, sheet: str | None) -> Iterator[tuple[str, Iterator[SourceRow]]]:
    """The name of the sheet and its records, while a child process reads them.

    Without `sheet` it is the first sheet with cells. Raises ReadError.
    """
    _refuse_bomb(path)
    command = [sys.executable, "-I", str(SHEET_PROGRAM), str(path.resolve()), sheet or ""]
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
        limited_process(
            command, LIMITS, folder=Path(folder), output=subprocess.PIPE, errors=errors
        ) as process,
        _output_of(process) as output,
    ):
        records = csv.reader(output)
        opening = next(records, None)
        if opening is None:
            _raise_failure(process, errors)
        yield opening[0], _records(records, process, errors)


def refuse_ole_file(path: Path) -> None:
    """Raise the ReadError that fits a file of the old binary format, or an encrypted one."""
    with path.open("rb") as file:
        is_encrypted = ENCRYPTED_MARK in file.read(1 << 20)
    if is_encrypted:
        raise ReadError(_("The workbook is password-protected. Save it without a password."))
    raise ReadError(
        _("This file is in the old Excel format (XLS). Save it as XLSX or CSV and try again.")
    )


def _output_of(process: subprocess.Popen) -> TextIOWrapper:
    assert process.stdout is not None, "the process was started with a pipe"
    return TextIOWrapper(process.stdout, encoding="utf-8", newline="")


def _records(
    records: Iterator[list[str]], process: subprocess.Popen, errors: IO[str]
) -> Iterator[SourceRow]:
    for number, cells in enumerate(records, start=1):
        yield SourceRow(number, cells)
    if wait_for_end(process):
        _raise_failure(process, errors)


def _raise_failure(process: subprocess.Popen, errors: IO[str]) -> NoReturn:
    wait_for_end(process)
    errors.seek(0)
    lines = errors.read().strip().splitlines()
    failure = {}
    if lines and lines[-1].startswith("{"):
        failure = json.loads(lines[-1])
    raise ReadError(_failure_message(failure), row=failure.get("row"))


def _failure_message(failure: dict) -> str:
    messages = {
        "password": _("The workbook is password-protected. Save it without a password."),
        "not_a_workbook": _("The file is not a readable workbook. Save it again as XLSX or CSV."),
        "no_sheet": _("The workbook has no sheet with data."),
        "unknown_sheet": _(
            "The workbook does not have this sheet. Available sheets: {sheets}."
        ).format(sheets=", ".join(failure.get("sheets", []))),
        "cell_too_long": _("A cell is longer than one million characters. Shorten it."),
    }
    too_much = _(
        "The workbook needs too much memory or time to open. Remove empty rows and columns from "
        "it, split it, or save the sheet as CSV."
    )
    return messages.get(failure.get("code", ""), too_much)


def _refuse_bomb(path: Path) -> None:
    """Refuse an archive that says itself that it unpacks beyond measure, or is no archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise ReadError(
            _("The file looks like a workbook but is damaged. Save it again as XLSX.")
        ) from None
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, path.stat().st_size)
    is_bomb = unpacked > RATIO_COUNTS_FROM and unpacked / packed > MAX_RATIO
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or is_bomb:
        raise ReadError(
            _(
                "The workbook unpacks to {size} MB in {count} files, which is too large to read. "
                "Split it, or save the sheet as CSV."
            ).format(size=f"{unpacked // 1_000_000:,}", count=len(entries))
        )
