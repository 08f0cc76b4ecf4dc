"""Sample files that others wrote: encodings, ragged rows, blanks, workbooks."""

import os
from pathlib import Path

import pytest

from exchange.readers import ReadError, open_table

DATA = Path(
    os.environ.get("SOLIDUS_SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data")
)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared example data is not here")

ABC = ["a", "b", "c"]

# file: (headers, good rows, numbers of the rows with a problem)
SAMPLES = {
    "bad.csv": (
        ["column_a", "column_b", "column_c"],
        [["0", "mixed types.... uh oh", "17"]],
        [2, 3],
    ),
    "dummy.csv": (ABC, [["1", "2", "3"]], []),
    "dummy.tsv": (ABC, [["1", "2", "3"]], []),
    "dummy.xlsx": (ABC, [["1", "2", "3"]], []),
    "dummy3.csv": (ABC, [["1", "2", "3"], ["1", "4", "5"]], []),
    "join_a_short.csv": (ABC, [["3", "b", "c"]], [2, 3]),
    "null_byte.csv": (ABC, [], [2]),
    "sort_ints_nulls.csv": (ABC, [["1", "2", "3"], ["4", "", "6"], ["5", "1", "7"]], []),
    "test_empty_columns.csv": (ABC, [["a", "", ""], ["", "", "c"]], []),
    "test_empty_columns_long_row.csv": (ABC, [], []),
    "test_extra_header.csv": ([*ABC, "d"], [], [2]),
    "test_precision.csv": (["a"], [["1.234567"]], []),
    "test_utf16_big.csv": (ABC, [["1", "2", "3"], ["4", "5", "ʤ"]], []),
    "test_utf16_little.csv": (ABC, [["1", "2", "3"], ["4", "5", "ʤ"]], []),
    "test_utf8_bom.csv": (["foo", "bar", "baz"], [["1", "2", "3"], ["4", "5", "ʤ"]], []),
    "test_skip_lines.xlsx": (
        ["text", "date", "integer", "boolean", "float", "datetime", "empty_column"],
        [
            ["Chicago Reader", "1971-01-01", "40", "true", "1", "1971-01-01 04:14:00", ""],
            ["Chicago Tribune", "1920-01-01", "164", "false", "41800000.01", "1920-01-01", ""],
            ["This row has blanks", "", "", "", "", "", ""],
            ["Unicode! Σ", "", "", "", "", "", ""],
        ],
        [6],
    ),
}

REFUSED = {
    "no_header_row.csv": "Row 1: The column names are missing",
    "sheets.xls": "old Excel format",
    "test.xls": "old Excel format",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_is_read(name):
    headers, good, bad = SAMPLES[name]
    with open_table(DATA / "csv_encodings" / name, name) as table:
        rows = list(table.rows)
    assert table.headers == headers
    assert [row.cells for row in rows if not row.problem] == good
    assert [row.number for row in rows if row.problem] == bad


@pytest.mark.parametrize("name", REFUSED)
def test_sample_is_refused_with_what_to_do(name):
    with (
        pytest.raises(ReadError, match=REFUSED[name]),
        open_table(DATA / "csv_encodings" / name, name) as table,
    ):
        list(table.rows)


def test_a_flat_fitment_sheet_keeps_part_numbers_and_ids_exact():
    path = DATA / "aces_pies" / "Flat_ACES_4_1_template_D.xlsx"
    with open_table(path, path.name) as table:
        rows = list(table.rows)
    assert table.sheet == "Applications"
    assert len(rows) == 100
    assert rows[0].cells[:5] == ["1", "7481593", "361", "4745932", "GQBF"]


def test_the_items_of_a_pies_workbook_keep_their_gtin():
    path = DATA / "aces_pies" / "Rhubarb_7_1_C.xlsx"
    with open_table(path, path.name, sheet="Items") as table:
        first = next(table.rows)
    assert dict(zip(table.headers, first.cells, strict=True))["ItemLevelGTIN"] == "00734776282468"
