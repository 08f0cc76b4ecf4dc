"""Opens a file by what it holds, not by what it is called."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from .delimited import choose_delimiter, choose_encoding, read_delimited
from .errors import ReadError
from .table import Table, build_table
from .workbook import OLE_SIGNATURE, ZIP_SIGNATURE, read_workbook, refuse_ole_file

SPREADSHEET_SUFFIXES = {".xlsx", ".xlsm"}


@contextmanager
def open_table(
    path: str | Path,
    original_name: str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
) -> Iterator[Table]:
    """Open the file at `path` as a table, for as long as the block runs.

    `original_name` is what the person called it. What is not given (the sheet's name, encoding,
    separator, number of the header's row) is found out. Raises ReadError.
    """
    path = Path(path)
    with path.open("rb") as file:
        signature = file.read(8)
    if not signature:
        raise ReadError(_("The file is empty."))
    if signature.startswith(OLE_SIGNATURE):
        refuse_ole_file(path)
    if signature.startswith(ZIP_SIGNATURE):
        with read_workbook(path, sheet) as (name, records):
            yield build_table(records, header_row=header_row, format="xlsx", sheet=name)
        return
    if Path(original_name).suffix.lower() in SPREADSHEET_SUFFIXES:
        raise ReadError(
            _("“{name}” has the name of a workbook but is not one. Save it again as XLSX.").format(
                name=original_name
            )
        )
    with _open_text(path, encoding, delimiter, header_row) as table:
        yield table


@contextmanager
def _open_text(
    path: Path, encoding: str | None, delimiter: str | None, header_row: int | None
) -> Iterator[Table]:
    encoding = choose_encoding(path, encoding)
    with path.open(encoding=encoding, newline="") as file:
        delimiter, is_declared = choose_delimiter(file, delimiter)
        records = read_delimited(file, delimiter)
        if is_declared:
            next(records)
        yield build_table(
            records, header_row=header_row, format="csv", encoding=encoding, delimiter=delimiter
        )
