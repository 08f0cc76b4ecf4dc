"""`manage.py run_feed`: where the file goes, and how it fails."""

import hashlib
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from feeds.files import stored_path
from feeds.models import FeedRun
from tests.factories.catalog import ProductFactory
from tests.factories.feeds import FeedFactory
from tests.feeds.good_runs import last_good_run
from tests.jobs.worker import worker_environment

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed():
    ProductFactory(sku="Ü-1", live=True)
    return FeedFactory(code="web")


def test_the_file_is_published_and_copied_with_its_checksum_printed(feed, tmp_path, capsys):
    target = tmp_path / "web.csv"
    target.write_text("of yesterday")
    call_command("run_feed", "web", output=str(target))
    assert target.read_text() == "SKU\nÜ-1\n"
    checksum = hashlib.sha256(target.read_bytes()).hexdigest()
    assert capsys.readouterr().out == f"{checksum}  {target}\n"
    assert stored_path(last_good_run(feed).file).read_bytes() == target.read_bytes()
    assert list(tmp_path.iterdir()) == [target]


def test_standard_output_gets_the_data_alone(feed, capsysbinary):
    call_command("run_feed", "web", output="-")
    captured = capsysbinary.readouterr()
    assert captured.out == "SKU\nÜ-1\n".encode()
    assert last_good_run(feed).sha256.encode() in captured.err


def test_without_an_output_the_published_file_is_named(feed, capsys):
    call_command("run_feed", "web")
    run = last_good_run(feed)
    assert capsys.readouterr().out == f"{run.sha256}  {stored_path(run.file)}\n"


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("{folder}", "{folder} is a folder. Specify a file."),
        (
            "{folder}/no/such/place.csv",
            "The file {folder}/no/such/place.csv could not be written: No such file or directory.",
        ),
        ("/dev/full", "/dev/full: No space left on device"),
    ],
)
def test_an_output_that_cannot_be_written_is_told(feed, tmp_path, output, message):
    with pytest.raises(CommandError) as failed:
        call_command("run_feed", "web", output=output.format(folder=tmp_path))
    assert str(failed.value) == message.format(folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_run_leaves_the_output_as_it_was(tmp_path):
    FeedFactory(code="web", columns=[("Gone", "values.gone")])
    target = tmp_path / "web.csv"
    target.write_text("of yesterday")
    with pytest.raises(CommandError, match="Column “Gone”"):
        call_command("run_feed", "web", output=str(target))
    assert target.read_text() == "of yesterday"
    assert not FeedRun.objects.exists()


def test_an_unknown_code_is_told_with_the_known_ones():
    FeedFactory(code="web")
    FeedFactory(code="print")
    with pytest.raises(CommandError) as failed:
        call_command("run_feed", "wob")
    assert str(failed.value) == (
        "There is no feed with the code “wob”. Available feeds: print, web."
    )


@pytest.mark.django_db(transaction=True)
def test_a_shell_gets_progress_and_exit_codes(feed):
    def start(*arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", "run_feed", "--skip-checks", *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, **worker_environment()},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    with start("web", "--output", "-") as good, start("nothing") as bad:
        output, _progress = good.communicate()
        _nothing, error = bad.communicate()
    assert (good.returncode, output) == (0, "SKU\nÜ-1\n")
    assert bad.returncode == 1
    assert (
        error == "CommandError: There is no feed with the code “nothing”. Available feeds: web.\n"
    )
