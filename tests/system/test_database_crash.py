"""A server of PostgreSQL that is killed comes back without what was staged, and imports go on."""

import os
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from stack.postgresql import PostgreSQL, find_programs
from stack.process import stop

from catalog.models import Product
from imports.models import ImportRun
from imports.services import apply_run, check_run, read_lost_runs_again
from imports.staging_tables import StagingTables, fetch
from jobs.models import Job
from jobs.progress import JobProgress
from jobs.runner import run_job
from tests.database import database_url
from tests.factories.catalog import BrandFactory, FamilyFactory
from tests.factories.imports import ImportProfileFactory, staged

pytestmark = pytest.mark.django_db(transaction=True)

# Every table that a crash may empty belongs to a run of imports, which reads its file again.
UNLOGGED = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence = 'u'"


@pytest.fixture
def server(transactional_db):
    """A cluster of our own with a copy of the test database, where Django's connection leads."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="solidus-") as folder:
        Path(folder).chmod(0o755)
        server = PostgreSQL(Path(folder), durable=True)
        before = dict(connection.settings_dict)
        connection.close()
        try:
            server.start()
            url = server.wait()
            _copy_database(before, url)
            _connect_to(url)
            yield server
        finally:
            connection.close()
            connection.settings_dict.update(before)
            ContentType.objects.clear_cache()
            stop([server.process])


def _copy_database(source, target):
    programs = find_programs(None)
    # What other tests staged in this database is not put back with its rows.
    left = [f"--exclude-table=import_{kind}_*" for kind in ("staging", "checked")]
    without = ["--no-owner", "--exclude-schema=untouched", *left]
    dump = [programs / "pg_dump", *without, database_url(source)]
    script = subprocess.run(dump, check=True, capture_output=True).stdout
    load = [programs / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", target]
    subprocess.run(load, check=True, input=script, capture_output=True)


def _connect_to(url):
    parts = urlsplit(url)
    connection.settings_dict.update(
        NAME=parts.path[1:],
        USER=parts.username,
        PASSWORD=parts.password,
        HOST=parts.hostname,
        PORT=str(parts.port),
        OPTIONS={},
    )


# After a crash limits are counted anew, and that is all.
FORGETFUL = {"console_limit"}


def kill(server):
    """As by a cut of the power: no process of the server gets to say a word."""
    os.killpg(server.process.popen.pid, 9)
    server.process.popen.wait()
    connection.close()
    server.start()
    server.wait()


def unlogged_tables():
    return {name for (name,) in fetch(UNLOGGED)}


def test_staged_rows_that_a_crash_took_are_read_again(server):
    assert unlogged_tables() == FORGETFUL, "no other table may lose its rows"
    profile = ImportProfileFactory(default_brand=BrandFactory(), default_family=FamilyFactory())
    files = [f"sku,name\nS{number},Pad {number}\nT{number},\n" for number in range(3)]
    runs = [staged(content, profile) for content in files]
    for run in runs:
        assert StagingTables(run.pk).hold_rows()

    kill(server)
    assert unlogged_tables() == FORGETFUL | {
        name
        for run in runs
        for name in (StagingTables(run.pk).staging_name, StagingTables(run.pk).checked_name)
    }
    for name in unlogged_tables() - FORGETFUL:
        assert fetch(f"SELECT count(*) FROM {name}") == [(0,)]

    counts = apply_run(run_id=runs[0].pk, progress=JobProgress())
    assert (counts["rows"], counts["created"], counts["rejected"]) == (2, 1, 1)
    assert check_run(run_id=runs[1].pk, progress=JobProgress()).created == 1
    assert read_lost_runs_again() == 1
    run_job(Job.objects.get().pk)
    again = ImportRun.objects.get(pk=runs[2].pk)
    assert (again.state, again.created, again.rejected) == ("staged", 1, 1)
    for run in runs[1:]:
        apply_run(run_id=run.pk, progress=JobProgress())
    assert set(Product.objects.values_list("sku", flat=True)) == {"S0", "S1", "S2"}
