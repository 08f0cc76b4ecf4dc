"""CSV and TSV as strangers write them."""

import csv
import resource

import pytest

from exchange.readers import ReadError, open_table


def read(path, name="parts.csv", **options):
    """(headers, rows as lists, problems by row number) of a file."""
    with open_table(path, name, **options) as table:
        rows = list(table.rows)
    return (
        table,
        [row.cells for row in rows if not row.problem],
        {row.number: row.problem for row in rows if row.problem},
    )


@pytest.fixture
def file(tmp_path):
    def write(content, encoding="utf-8"):
        path = tmp_path / "upload"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.mark.parametrize(
    ("encoding", "detected"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_encoding_is_found_out(file, encoding, detected):
    text = "Artikelnummer;Bezeichnung;Preis\nA-1;Bremsbelag für Käfer “S”;12,70 €\n"
    table, rows, problems = read(file(text, encoding))
    assert table.encoding == detected
    assert table.headers == ["Artikelnummer", "Bezeichnung", "Preis"]
    assert rows == [["A-1", "Bremsbelag für Käfer “S”", "12,70 €"]]
    assert problems == {}


def test_a_single_odd_character_far_into_the_file_decides_the_encoding(file):
    lines = ["sku,name", *(f"S{number},plain" for number in range(200_000)), "S-last,Kühler"]
    table, rows, _ = read(file("\n".join(lines), "cp1252"))
    assert table.encoding == "cp1252"
    assert rows[-1] == ["S-last", "Kühler"]


def test_cyrillic_text_is_not_taken_for_western(file):
    text = "артикул;название\n" + "1;Тормозные колодки передние для легкового автомобиля\n" * 20
    _table, rows, _ = read(file(text, "cp1251"))
    assert rows[0] == ["1", "Тормозные колодки передние для легкового автомобиля"]


def test_a_chosen_encoding_that_does_not_fit_names_the_row(file):
    with pytest.raises(ReadError, match=r"Row 1: Some bytes are not valid in the encoding utf-8"):
        read(file("sku,name\n1,Kühler\n", "cp1252"), encoding="utf-8")


def test_an_encoding_that_does_not_exist_is_refused(file):
    with pytest.raises(ReadError, match="“klingon” is not the name of an encoding"):
        read(file("a,b\n1,x\n"), encoding="klingon")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separator_is_found_out(file, delimiter):
    text = f'sku{delimiter}name\n1{delimiter}"a{delimiter}b;c,d"\n'
    table, rows, _ = read(file(text))
    assert table.delimiter == delimiter
    assert rows == [["1", f"a{delimiter}b;c,d"]]


def test_decimal_commas_do_not_pass_for_separators(file):
    table, rows, _ = read(file("sku;price;length\nA;1,5;2,5\nB;3,5;4,5\n"))
    assert table.delimiter == ";"
    assert rows[0] == ["A", "1,5", "2,5"]


def test_the_line_that_excel_writes_to_declare_its_separator_is_no_header(file):
    table, rows, _ = read(file("sep=|\nsku|name\n1|x\n"))
    assert table.headers == ["sku", "name"]
    assert rows == [["1", "x"]]


def test_quoted_line_ends_stay_in_the_cell_and_rows_count_as_in_a_spreadsheet(file):
    _table, rows, problems = read(file('sku,text\r\n1,"two\r\nlines"\r\n\r\n2,short,long\r\n'))
    assert rows == [["1", "two\r\nlines"]]
    assert list(problems) == [4]


def test_ragged_rows_carry_both_counts(file):
    _, rows, problems = read(file("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\nx,y,z\n"))
    assert rows == [["1", "2", "3"], ["x", "y", "z"]]
    assert problems[2].startswith("The row has 2 cells, but the header has 3.")
    assert problems[3].startswith("The row has 4 cells, but the header has 3.")


def test_a_zero_byte_spoils_its_row_only(file):
    _, rows, problems = read(file(b"sku,name\n1,a\0b\n2,fine\n"))
    assert rows == [["2", "fine"]]
    assert problems == {
        2: "Column “name”: It contains a NUL byte. Save the file again as text, or remove the "
        "character."
    }


def test_a_quotation_mark_that_is_not_doubled_spoils_its_row_only(file):
    _, rows, problems = read(file('sku,name\n1,"5" pipe"\n2,fine\n'))
    assert rows == [["2", "fine"]]
    assert problems == {2: "Column 2 has a quotation mark inside quoted text. Double it."}


def test_an_inch_mark_in_plain_text_is_text(file):
    _, rows, problems = read(file('sku,name\n1,5" pipe\n'))
    assert rows == [["1", '5" pipe']]
    assert problems == {}


def test_a_quotation_mark_that_is_never_closed_names_row_and_column(file):
    with pytest.raises(ReadError, match=r"Row 3, column 2: A quotation mark is opened") as caught:
        read(file('sku,name\n1,a\n2,"open\n3,c\n'))
    assert (caught.value.row, caught.value.column) == (3, 2)


@pytest.mark.parametrize("quote", ['"', ""])
def test_a_cell_of_100_mb_names_row_and_column_and_fills_no_memory(tmp_path, quote):
    path = tmp_path / "huge.csv"
    with path.open("w") as out:
        out.write(f"sku,name,text\n1,a,b\n2,b,{quote}")
        for _ in range(100):
            out.write("x" * 1_000_000)
        out.write(f"{quote}\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ReadError, match=r"Row 3, column 3: The cell is longer than 1,000,000"):
        read(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB


def test_a_cell_grown_over_many_lines_is_refused_as_well(file):
    with pytest.raises(ReadError, match="Row 2, column 2: The cell is longer"):
        read(file('sku,text\n1,"' + "line\n" * 300_000 + '"\n'))


def test_blank_lines_and_blank_rows_are_no_rows(file):
    _, rows, problems = read(file("\n\nsku,name\n\n1,a\n,,\n   \n2,b\n"))
    assert rows == [["1", "a"], ["2", "b"]]
    assert list(problems) == [7]  # a line of spaces is one cell, and says so


def test_headers_that_are_blank_or_twice_there_get_names_and_notes(file):
    table, rows, _ = read(file("sku,Name, Name ,,price,\n1,a,b,c,2,\n"))
    assert table.headers == ["sku", "Name", "Name (2)", "column 4", "price"]
    assert table.notes == ["Columns 2 and 3 are both named “Name”.", "Column 4 has no name."]
    assert rows == [["1", "a", "b", "c", "2"]]


def test_a_header_further_down_can_be_named(file):
    table, rows, _ = read(file("Price list 2024\n\nsku,name\n1,a\n"), header_row=3)
    assert table.headers == ["sku", "name"]
    assert rows == [["1", "a"]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"\n\n\n", "it has no header row"),
        (b"1,2,3\n4,5,6\n", "The column names are missing"),
        (
            b",".join(b"c%d" % n for n in range(500)) + b"\n",
            "The table has 500 columns; at most 400",
        ),
    ],
)
def test_a_file_without_a_usable_header_is_refused(file, content, message):
    with pytest.raises(ReadError, match=message):
        read(file(content))


def test_formulas_are_text(file):
    _, rows, _ = read(file("sku,name\n=1+1,@SUM(A1)\n-5,+49\n"))
    assert rows == [["=1+1", "@SUM(A1)"], ["-5", "+49"]]


def test_what_the_csv_module_writes_comes_back_unchanged(tmp_path):
    path = tmp_path / "round.csv"
    rows = [['a"b', "c\nd", " e ", ""], [",", ";", "\t", "'"]]
    with path.open("w", newline="") as out:
        csv.writer(out).writerows([["w", "x", "y", "z"], *rows])
    assert read(path)[1] == rows
