"""Whatever a cell holds, it neither stops an import nor comes back as something else."""

import csv
import io
import re

import openpyxl
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from hypothesis import given, seed
from hypothesis import strategies as st

from catalog.models import Product
from console.spelling import trimmed
from demo.copying import copy_rows
from imports.staging_tables import StagingTables, fetch
from tests.factories.imports import ImportProfileFactory, applied, staged
from tests.soak import SEED
from tests.texts import MARKS, exhaustive, storable_texts

pytestmark = pytest.mark.django_db

ASKED = {"delimiter": ",", "encoding": "utf-8"}


@pytest.fixture
def profile(brand, family):
    return ImportProfileFactory(default_brand=brand, default_family=family)


def csv_of(rows, **options):
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, **options).writerows(rows)
    return text.getvalue()


def xlsx_of(rows):
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def staged_cells(run):
    """The cells of a staged run as the database has them, with the problem of each row."""
    table = StagingTables(run.pk).staging.as_string()
    return fetch(f"SELECT problem, c1, c2 FROM {table} ORDER BY row_number")


def as_kept(cell):
    """A cell without the blanks around it, which no import takes over."""
    return trimmed(cell) or None


@pytest.mark.soak
@seed(SEED)
@exhaustive
@given(
    rows=st.lists(st.tuples(storable_texts(), storable_texts()), min_size=1, max_size=30),
    line_end=st.sampled_from(["\n", "\r", "\r\n"]),
)
def test_every_text_is_staged_as_it_stands_in_the_file(profile, rows, line_end):
    numbered = [(f"S{number}", *row) for number, row in enumerate(rows)]
    content = csv_of([("sku", "first", "second"), *numbered], lineterminator=line_end)
    run = staged(content, profile, reading=ASKED)
    assert staged_cells(run) == [(None, as_kept(first), as_kept(second)) for first, second in rows]


@pytest.mark.parametrize("mark", MARKS, ids=ascii)
def test_no_mark_stops_an_import_or_changes_its_text(profile, mark):
    text = f"one{mark}two\n{mark}\nthree"
    run = applied(csv_of([("sku", "name", "description"), ("S1", "Pad", text)]), profile)
    assert (run.created, run.rejected) == (1, 0)
    assert Product.objects.get().description == text


def test_cells_of_a_million_characters_are_staged(profile):
    large = "\\.\r\n" * 249_999 + "end"
    run = staged(csv_of([("sku", "first", "second"), ("S1", large, large)]), profile, reading=ASKED)
    assert staged_cells(run) == [(None, large, large)]


def test_a_workbook_keeps_the_line_breaks_in_its_cells(profile):
    rows = [
        ("sku", "first", "second"),
        ("S1", "one\rtwo", "a\nb"),
        ("S2", "one\r\ntwo", "x_x000D_y"),
    ]
    run = staged(xlsx_of(rows), profile, name="parts.xlsx")
    assert staged_cells(run) == [(None, "one\rtwo", "a\nb"), (None, "one\r\ntwo", "x\ry")]


def test_what_no_database_keeps_is_refused_for_its_row_with_the_column(profile, rejects):
    reason = (
        "Column “name”: It contains a NUL byte. Save the file again as text, or remove the "
        "character."
    )
    workbook = xlsx_of([("sku", "name"), ("S1", "a_x0000_b"), ("S2", "Pad")])
    run = staged(workbook, profile, name="parts.xlsx")
    assert (run.created, rejects(run)) == (1, {2: reason})
    run = staged("sku,name\nS1,a\0b\nS2,Pad\n", profile)
    assert (run.created, rejects(run)) == (1, {2: reason})


def test_files_with_the_line_ends_of_old_macs_and_of_none(profile):
    old = staged('sku,name,care\rS1,Old Mac,"one\rtwo"\rS2,Second,\r', profile)
    assert staged_cells(old) == [(None, "Old Mac", "one\rtwo"), (None, "Second", None)]
    mixed = staged('sku,name,care\r\nS1,Unix inside,"one\ntwo"\nS2,Second,"no end"', profile)
    assert staged_cells(mixed) == [(None, "Unix inside", "one\ntwo"), (None, "Second", "no end")]


@pytest.mark.soak
@seed(SEED)
@exhaustive
@given(texts=st.lists(storable_texts(), min_size=1, max_size=30))
def test_rows_of_the_demo_are_copied_as_they_are(texts):
    Session.objects.all().delete()
    rows = [(f"key{number:04}", text, timezone.now()) for number, text in enumerate(texts)]
    copy_rows(Session, ["session_key", "session_data", "expire_date"], rows)
    kept = Session.objects.order_by("session_key").values_list("session_data", flat=True)
    assert list(kept) == texts


def test_every_copy_into_the_database_leaves_the_escaping_to_the_driver():
    """A file of a format of its own is where quotation marks and line ends go wrong."""
    rooms = [path for path in settings.BASE_DIR.iterdir() if (path / "apps.py").exists()]
    sources = [path for room in rooms for path in room.rglob("*.py")]
    copies = [
        (path, found.group())
        for path in sources
        for found in re.finditer(r"(?i)COPY [^\n]*FROM STDIN[^\n]*", path.read_text())
    ]
    assert len(copies) >= 3
    for path, statement in copies:
        assert not re.search(r"(?i)FROM STDIN\s*(WITH|\()", statement), (path, statement)
        assert ".write_row(" in path.read_text(), path
