"""Rejected rows that are downloaded, corrected and uploaded again are what they were."""

import csv
import io

import openpyxl
import pytest
from django.core.files.storage import storages

from catalog.models import Product
from tests.factories.catalog import BrandFactory
from tests.factories.imports import ImportProfileFactory, applied, staged

pytestmark = pytest.mark.django_db

# Kinds of numbers and notes as the trade has them, and what else looks like a formula.
FITTINGS = [
    ("-6AN", "-- no sealant --"),
    ("-10AN", "+5 Nm"),
    ("+H7", "=1+1"),
    ("=A1", "@home"),
    ("@4", "'quoted'"),
    ("'77", "''=twice"),
    ("--", "-5"),
    ("-5", "-5,5"),
    ("'-7", "'=own"),
]
HEADER = ["sku", "part_number", "brand", "name", "description"]


@pytest.fixture
def profile(family):
    return ImportProfileFactory(default_family=family)


def written(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def downloaded(run):
    with storages["private"].open(run.rejects_file) as file:
        text = file.read().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def refused(profile):
    """A run whose rows are all refused, as their brand is misspelt."""
    rows = [(sku, sku, "Acmee", f"Adapter {sku}", note) for sku, note in FITTINGS]
    run = staged(written([HEADER, *rows]), profile)
    assert (run.created, run.rejected) == (0, len(FITTINGS))
    return run


def corrected(rows):
    return [[cell.replace("Acmee", "Acme") for cell in row] for row in rows]


def workbook(rows):
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def assert_as_typed():
    products = Product.objects.values_list("sku", "part_number", "name", "description")
    expected = {(sku, sku, f"Adapter {sku}", note) for sku, note in FITTINGS}
    assert set(products) == expected


def test_corrected_rejects_bring_each_text_as_it_was(profile, brand):
    rows = downloaded(refused(profile))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=@+" and cell]
    run = applied(written(corrected(rows)), profile)
    assert (run.created, run.rejected) == (len(FITTINGS), 0)
    assert_as_typed()


def test_a_spreadsheet_program_may_save_them_as_a_workbook(profile, brand):
    rows = downloaded(refused(profile))
    applied(workbook(corrected(rows)), profile, name="rejects.xlsx")
    assert_as_typed()


def test_the_columns_row_and_reason_fill_nothing(profile, brand):
    """Not even where the profile has learned such a name."""
    rows = downloaded(refused(profile))
    profile.columns.create(header="Reason", target="description")
    run = staged(written(corrected(rows)), profile)
    assert [column["target"] for column in run.columns][:3] == ["", "", "sku"]
    assert "rejected rows of an earlier import" in run.details["table"]["notes"][0]


def test_rejects_of_rejects_come_back_as_well(profile, family):
    once = downloaded(refused(profile))
    twice = downloaded(staged(written(once), profile))
    BrandFactory(name="Acme")
    own = [row[2:] for row in twice]
    assert [row[2:] for row in own] == [row[2:] for row in once]


def test_the_apostrophes_of_others_stay(profile, brand):
    applied("sku,brand,name\n'=A1,Acme,'=1+1\n", profile)
    assert list(Product.objects.values_list("sku", "name")) == [("'=A1", "'=1+1")]
