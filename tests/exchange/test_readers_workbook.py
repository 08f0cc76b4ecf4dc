"""XLSX as strangers make it, honest and otherwise."""

import io
import struct
import zipfile

import openpyxl
import pytest

from exchange.readers import ReadError, open_table

SHEET = "xl/worksheets/sheet1.xml"


def read(path, name="parts.xlsx", **options):
    with open_table(path, name, **options) as table:
        return table, list(table.rows)


@pytest.fixture
def workbook(tmp_path):
    """Write rows as the first sheet; returns the path."""

    def write(*rows, title="Parts", before=()):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = title
        for name in before:
            book.create_sheet(name, 0)
        for row in rows:
            sheet.append(row)
        path = tmp_path / "parts.xlsx"
        book.save(path)
        return path

    return write


def replace_entry(path, name, content):
    """The same archive with another content of one entry."""
    with zipfile.ZipFile(path) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, old in entries.items():
            archive.writestr(entry, content if entry == name else old)
    return path


def test_numbers_dates_and_digits_come_as_exact_text(workbook):
    import datetime

    path = workbook(
        ["gtin", "length", "small", "count", "day", "moment", "yes", "text"],
        [
            4006381333931,
            12.7,
            0.0000001,
            3,
            datetime.date(2024, 2, 29),
            datetime.datetime(2024, 2, 29, 13, 5, 1),
            True,
            "007",
        ],
    )
    _, rows = read(path)
    assert rows[0].cells == [
        "4006381333931",
        "12.7",
        "0.0000001",
        "3",
        "2024-02-29",
        "2024-02-29 13:05:01",
        "true",
        "007",
    ]


def test_formulas_give_their_cached_value_and_text_that_looks_like_one_stays_text(workbook):
    path = workbook(["sku", "a", "b"], ["S1", "x", "x"])
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>sku</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>sum</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>=cmd|calc</t></is></c>'
        b'<c r="B2"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>'
    )
    _, rows = read(replace_entry(path, SHEET, sheet))
    assert rows[0].cells == ["=cmd|calc", "2"]


def test_the_first_sheet_with_cells_is_read_unless_one_is_named(workbook):
    path = workbook(["sku"], ["S1"], title="Data", before=["Cover"])
    table, rows = read(path)
    assert table.sheet == "Data"
    assert rows[0].cells == ["S1"]
    with pytest.raises(
        ReadError, match=r"does not have this sheet\. Available sheets: Cover, Data"
    ):
        read(path, sheet="Prices")


def test_a_table_that_begins_further_right_and_down_keeps_its_row_numbers(tmp_path):
    book = openpyxl.Workbook()
    book.active["C4"], book.active["D4"] = "sku", "name"
    book.active["C5"], book.active["D5"] = "S1", "Pad"
    book.save(tmp_path / "offset.xlsx")
    table, rows = read(tmp_path / "offset.xlsx")
    assert table.headers == ["column 1", "column 2", "sku", "name"]
    assert (rows[0].number, rows[0].cells) == (5, ["", "", "S1", "Pad"])


def test_a_workbook_without_cells_says_so(workbook):
    with pytest.raises(ReadError, match="no sheet with data"):
        read(workbook())


def test_a_text_file_that_is_named_like_a_workbook_is_refused(tmp_path):
    path = tmp_path / "upload"
    path.write_text("sku,name\n1,a\n")
    with pytest.raises(ReadError, match=r"“parts\.xlsx” has the name of a workbook but is not one"):
        read(path)


def test_a_workbook_that_is_named_like_a_text_file_is_read(workbook):
    assert read(workbook(["sku"], ["S1"]), "parts.csv")[1][0].cells == ["S1"]


def test_a_damaged_archive_is_refused(workbook):
    path = workbook(["sku"], ["S1"])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ReadError, match="looks like a workbook but is damaged"):
        read(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "parts.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(ReadError, match="not a readable workbook"):
        read(path)


def test_old_and_encrypted_workbooks_are_told_apart(tmp_path):
    signature = bytes.fromhex("d0cf11e0a1b11ae1")
    path = tmp_path / "parts.xls"
    path.write_bytes(signature + bytes(1000))
    with pytest.raises(ReadError, match=r"old Excel format \(XLS\)"):
        read(path, "parts.xls")
    path.write_bytes(signature + bytes(1000) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(ReadError, match="password-protected"):
        read(path, "parts.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(workbook):
    path = replace_entry(workbook(["sku"], ["S1"]), SHEET, b" " * 50_000_000)
    with pytest.raises(ReadError, match=r"unpacks to \d+ MB in \d+ files"):
        read(path)


def test_a_zip_bomb_that_lies_about_its_size_cannot_take_the_reader_down(workbook):
    row = b'<row><c t="inlineStr"><is><t>' + b"A" * 500_000 + b"</t></is></c></row>"
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + row * 400
        + b"</sheetData></worksheet>"
    )
    path = replace_entry(workbook(["sku"], ["S1"]), SHEET, sheet)
    path.write_bytes(with_declared_sizes(path.read_bytes(), SHEET, 1000))
    with pytest.raises(ReadError):
        read(path)


def with_declared_sizes(data, name, size):
    """The archive with another unpacked size of one entry in its central directory."""
    position = data.rindex(name.encode()) - 46
    assert data[position : position + 4] == b"PK\1\2"
    return data[: position + 24] + struct.pack("<I", size) + data[position + 28 :]


def test_one_cell_in_the_farthest_corner_does_not_fill_the_memory(workbook):
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    path = replace_entry(workbook(["sku"], ["S1"]), SHEET, sheet)
    with pytest.raises(ReadError, match="needs too much memory or time"):
        read(path)


def test_a_reader_that_is_left_early_leaves_no_process_behind(workbook):
    import psutil

    path = workbook(["sku"], *([f"S{number}"] for number in range(5000)))
    before = psutil.Process().children()
    with open_table(path, "parts.xlsx") as table:
        next(table.rows)
    assert psutil.Process().children() == before


def test_bytes_that_only_begin_like_an_archive_are_refused(tmp_path):
    path = tmp_path / "parts.xlsx"
    path.write_bytes(b"PK" + io.BytesIO(b"nonsense" * 100).read())
    with pytest.raises(ReadError, match="looks like a workbook but is damaged"):
        read(path)
