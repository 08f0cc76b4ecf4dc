"""Deleting import profiles."""

import pytest
from django.core.files.storage import storages
from django.db import connection

from imports.models import ImportProfile, ImportRun
from imports.services import stage_run
from imports.staging_tables import StagingTables
from jobs.progress import JobProgress
from tests.console.deleting import delete, text_of, told
from tests.factories.accounts import UserFactory
from tests.factories.imports import ImportProfileFactory, upload
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


class TestAProfileWithImports:
    @pytest.fixture
    def run(self):
        return upload("sku\n1\n", ImportProfileFactory())

    def test_goes_with_them_their_rows_and_files_once_its_name_is_typed(
        self, client, administrator, run, django_capture_on_commit_callbacks
    ):
        run = stage_run(run_id=run.pk, progress=JobProgress())
        tables = StagingTables(run.pk)
        assert told(client, "imports_importprofile:delete", run.profile) == {
            ("Import runs", "profile"): (1, "along")
        }
        with django_capture_on_commit_callbacks(execute=True):
            delete(client, "imports_importprofile:delete", run.profile, str(run.profile))
        assert not ImportProfile.objects.exists()
        assert not ImportRun.objects.exists()
        assert not storages["private"].exists(run.file)
        assert tables.staging_name not in connection.introspection.table_names()

    def test_stays_while_one_of_them_is_worked_on(self, client, administrator, run):
        ImportRun.objects.update(job=JobFactory(state="running"))
        page = delete(
            client, "imports_importprofile:delete", run.profile, str(run.profile), follow=True
        )
        assert "is in progress" in text_of(page)
        assert ImportRun.objects.exists()
