"""A crash of the database empties what was read of a file: the run notices and reads it again."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse

from catalog.models import Product
from imports.mapping import MappedColumn, columns_of_run
from imports.models import ImportRun
from imports.services import (
    apply_run,
    change_mapping,
    check_run,
    discard_run,
    read_lost_runs_again,
    stage_run,
)
from imports.staging_tables import StagingTables, execute
from jobs.exceptions import JobError
from jobs.models import Job
from jobs.progress import JobProgress
from jobs.runner import run_job
from tests.factories.accounts import UserFactory
from tests.factories.imports import ImportProfileFactory, staged

pytestmark = pytest.mark.django_db

FILE = "sku,What,name\nS1,7,Pad\nS2,8,Disc\nS3,9,\n"


@pytest.fixture
def run(brand, family):
    """A run of three rows, with a mapping that was not guessed, one of them rejected."""
    profile = ImportProfileFactory(default_brand=brand, default_family=family)
    run = staged(FILE, profile)
    columns = columns_of_run(run)
    columns[1] = MappedColumn(header="What", target="values.teeth")
    change_mapping(run_id=run.pk, columns=columns)
    return check_run(run_id=run.pk, progress=JobProgress())


@pytest.fixture
def importer(client):
    user = UserFactory()
    rights = ["access_admin", "add_importrun", "view_importrun", "add_product", "publish_product"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return user


def crash(run):
    """What a crash of the server leaves of unlogged tables."""
    for table in (StagingTables(run.pk).staging, StagingTables(run.pk).checked):
        execute(f"TRUNCATE {table.as_string()}")


def lose_file(run):
    storages["private"].delete(run.file)


def page(name, run):
    return reverse(f"imports_importrun:{name}", args=[run.pk])


def work():
    """Do what a worker would; returns the last job."""
    for pk in Job.objects.filter(state=Job.State.QUEUED).values_list("pk", flat=True):
        run_job(pk)
    return Job.objects.first()


def test_the_run_is_read_again_by_itself_with_the_mapping_that_it_had(run, client, importer):
    before = ImportRun.objects.get()
    crash(run)
    assert read_lost_runs_again() == 1
    assert read_lost_runs_again() == 0, "it is being read"
    assert work().kind == "imports.stage"
    after = ImportRun.objects.get()
    for name in ("state", "rows", "created", "updated", "unchanged", "rejected", "columns"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.details["preview"] == before.details["preview"]
    text = client.get(page("inspect", run)).content.decode()
    assert "so the file was read again on" in text
    client.post(page("apply", run))
    work()
    teeth = {product.sku: product.values["teeth"] for product in Product.objects.all()}
    assert teeth == {"S1": "7", "S2": "8"}


def test_the_page_tells_it_and_offers_to_read_but_not_to_apply(run, client, importer):
    assert page("apply", run) in client.get(page("inspect", run)).content.decode()
    crash(run)
    text = client.get(page("inspect", run)).content.decode()
    assert "lost the rows read from this file" in text
    assert "Ready to apply" not in text
    assert page("apply", run) not in text
    assert page("mapping", run) not in text
    assert page("read", run) in text
    client.post(page("read", run))
    assert work().kind == "imports.stage"
    assert page("apply", run) in client.get(page("inspect", run)).content.decode()


def test_a_page_opened_before_the_crash_applies_nothing_unseen(run, client, importer):
    crash(run)
    text = client.post(page("apply", run), follow=True).content.decode()
    assert "Nothing was imported" in text
    job = work()
    assert (job.kind, job.state) == ("imports.stage", "succeeded")
    assert not Product.objects.exists()


def test_a_job_that_began_before_applies_all_that_was_previewed(run):
    crash(run)
    counts = apply_run(run_id=run.pk, progress=JobProgress())
    assert counts == {"rows": 3, "created": 2, "updated": 0, "unchanged": 0, "rejected": 1}
    assert Product.objects.count() == 2


def test_checking_again_reads_again(run):
    crash(run)
    again = check_run(run_id=run.pk, progress=JobProgress())
    assert (again.rows, again.created, again.rejected) == (3, 2, 1)
    execute(f"DROP TABLE {StagingTables(run.pk).staging.as_string()}")
    assert check_run(run_id=run.pk, progress=JobProgress()).created == 2


def test_a_file_that_is_gone_as_well_is_told_with_the_way_out(run, client, importer):
    crash(run)
    lose_file(run)
    with pytest.raises(JobError, match=r"missing from storage\. Discard this import"):
        apply_run(run_id=run.pk, progress=JobProgress())
    assert not Product.objects.exists()
    assert read_lost_runs_again() == 1
    assert "upload the file again" in work().error
    run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED
    assert read_lost_runs_again() == 0, "it waits for a person"
    text = client.get(page("inspect", run)).content.decode()
    assert "missing from storage" in text
    assert page("apply", run) not in text
    client.post(page("discard", run))
    assert ImportRun.objects.get().state == ImportRun.State.DISCARDED


def test_a_part_of_the_file_is_not_taken_for_the_file(run):
    """A machine that loses its power may lose the end of what it wrote last."""
    crash(run)
    lose_file(run)
    storages["private"].save(run.file, ContentFile(FILE[:30].encode()))
    with pytest.raises(JobError, match="has changed since it was uploaded"):
        apply_run(run_id=run.pk, progress=JobProgress())
    assert not Product.objects.exists()


def test_a_file_that_is_gone_before_it_is_read_is_told(run):
    lose_file(run)
    with pytest.raises(JobError, match="missing from storage"):
        stage_run(run_id=run.pk, progress=JobProgress())


def test_nothing_is_read_for_runs_that_have_their_rows_or_ended(run):
    assert read_lost_runs_again() == 0
    discard_run(run_id=run.pk)
    assert read_lost_runs_again() == 0


def test_a_reading_that_a_person_stopped_is_not_begun_again(run, client, importer):
    crash(run)
    read_lost_runs_again()
    Job.objects.update(state=Job.State.CANCELLED)
    assert read_lost_runs_again() == 0
    client.post(page("read", run))
    assert work().state == "succeeded"
