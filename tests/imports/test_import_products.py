"""`manage.py import_products`: counts on standard output, one clear line when it fails."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product
from imports.models import ImportRun
from tests.factories.imports import ImportProfileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(brand, family):
    return ImportProfileFactory(code="acme", default_brand=brand, default_family=family)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "parts.csv"
    path.write_text("sku,name,teeth\nS1,Pad,5\nS2,Disc,many\n")
    return path


def run(path, **options):
    out, progress = StringIO(), StringIO()
    call_command("import_products", path, profile="acme", stdout=out, stderr=progress, **options)
    return out.getvalue()


def test_a_file_is_imported_and_counted(profile, file, tmp_path):
    rejects = tmp_path / "rejects.csv"
    assert run(file, rejects=rejects) == (
        "2 rows: 1 created, 0 updated, 0 unchanged, 1 rejected.\n"
    )
    assert Product.objects.get().sku == "S1"
    assert "“many”: teeth must be a number with a decimal point" in rejects.read_text(
        encoding="utf-8-sig"
    )


def test_a_dry_run_changes_nothing(profile, file):
    assert run(file, dry_run=True) == (
        "Nothing was changed. The result would be: 2 rows: 1 created, 0 updated, 0 unchanged, 1 "
        "rejected.\n"
    )
    assert not Product.objects.exists()
    assert ImportRun.objects.get().state == ImportRun.State.DISCARDED


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 no archive", "The file looks like a workbook but is damaged."),
        (b'sku,name\nS1,"open\n', "Row 2, column 2: A quotation mark is opened here"),
    ],
)
def test_a_bad_file_is_one_clear_line(profile, tmp_path, content, message):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        run(path)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert not Product.objects.exists()


def test_a_file_that_is_not_there_is_one_clear_line(profile, tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        run(tmp_path / "nowhere.csv")


def test_an_unknown_profile_names_those_there_are(db, file):
    ImportProfileFactory(code="other")
    with pytest.raises(CommandError, match=r"“acme”\. Available profiles: other"):
        run(file)
