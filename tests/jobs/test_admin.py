"""People see, cancel and retry the jobs that are theirs, and all jobs with the right."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobs.models import Job, JobLogEntry
from tests.factories.accounts import UserFactory
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db


def person(*codenames: str):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return user


@pytest.fixture
def starter():
    return person()


@pytest.fixture
def job(starter):
    return JobFactory(title="Feed web", state="running", done=30, total=120, started_by=starter)


def url(name: str, job: Job) -> str:
    return reverse(f"jobs:{name}", args=[job.pk])


def test_the_report_lists_all_jobs_for_those_with_the_right(client, job):
    client.force_login(person("view_job"))
    page = client.get(reverse("jobs:list"))
    assert page.status_code == 200
    assert "Feed web" in page.text
    assert 'value="25"' in page.text
    assert "Feed web" not in client.get(reverse("jobs:list_results"), {"state": "failed"}).text


def test_the_report_is_closed_to_others(client, starter, job):
    client.force_login(starter)
    assert client.get(reverse("jobs:list")).status_code == 302


def test_the_report_takes_the_same_queries_for_many_jobs(client):
    client.force_login(person("view_job"))

    def count_queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("jobs:list"))
        return len(captured)

    JobFactory(started_by=UserFactory())
    count_queries()
    few = count_queries()
    for _ in range(5):
        JobFactory(started_by=UserFactory())
    assert count_queries() == few


@pytest.mark.parametrize("permission", [None, "view_job"])
def test_a_job_of_another_is_found_only_with_the_right(client, job, permission):
    client.force_login(person(permission) if permission else person())
    expected = 200 if permission else 404
    assert client.get(url("detail", job)).status_code == expected
    assert client.get(url("state", job)).status_code == expected


def test_the_starter_sees_progress_and_log(client, starter, job):
    JobLogEntry.objects.create(job=job, text="<b>Row 7</b> left out", level="warning")
    client.force_login(starter)
    page = client.get(url("detail", job)).text
    assert "&lt;b&gt;Row 7&lt;/b&gt; left out" in page
    assert 'value="25"' in page
    assert url("cancel", job) in page


def test_the_state_tells_scripts_what_is_new(client, starter, job):
    first = JobLogEntry.objects.create(job=job, text="One")
    JobLogEntry.objects.create(job=job, text="Two")
    client.force_login(starter)
    state = client.get(url("state", job), {"log_after": first.pk}).json()
    assert (state["state"], state["percent"], state["is_finished"]) == ("running", 25, False)
    assert [line["text"] for line in state["log"]] == ["Two"]


@pytest.mark.parametrize("log_after", ["9" * 5000, "9" * 30, "-1", "\u00b2", ""])
def test_a_strange_place_in_the_log_means_its_beginning(client, starter, job, log_after):
    client.force_login(starter)
    assert client.get(url("state", job), {"log_after": log_after}).status_code == 200


def test_the_starter_can_cancel(client, starter, job):
    client.force_login(starter)
    assert client.post(url("cancel", job)).status_code == 302
    job.refresh_from_db()
    assert job.cancel_requested


def test_viewing_all_jobs_is_no_right_to_cancel_or_retry_them(client, job):
    client.force_login(person("view_job"))
    failed = JobFactory(state="failed")
    assert client.post(url("cancel", job)).status_code == 404
    assert client.post(url("retry", failed)).status_code == 404
    job.refresh_from_db()
    failed.refresh_from_db()
    assert not job.cancel_requested
    assert failed.state == "failed"


def test_with_the_right_to_change_jobs_any_failed_job_can_be_retried(client):
    failed = JobFactory(state="failed", error="No")
    client.force_login(person("view_job", "change_job"))
    assert client.get(url("retry", failed)).status_code == 405
    assert url("retry", failed) in client.get(url("detail", failed)).text
    client.post(url("retry", failed))
    failed.refresh_from_db()
    assert (failed.state, failed.error) == ("queued", "")


def test_a_button_on_another_page_leads_back_there_but_never_off_the_site(client, starter, job):
    client.force_login(starter)
    assert client.post(url("cancel", job), {"next": "/admin/reports/"}).url == "/admin/reports/"
    away = client.post(url("cancel", job), {"next": "https://evil.example/"})
    assert away.url == url("detail", job)


def test_system_health_needs_its_right(client):
    client.force_login(person())
    assert client.get(reverse("jobs:system_health")).status_code == 302
    client.force_login(person("view_workerbeat"))
    page = client.get(reverse("jobs:system_health"))
    assert page.status_code == 200
    assert "PostgreSQL" in page.text
