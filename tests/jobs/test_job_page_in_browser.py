"""The page of a job follows the job by itself."""

import pytest
from playwright.sync_api import expect

from jobs.models import Job, JobLogEntry
from tests.factories.accounts import UserFactory
from tests.factories.jobs import JobFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_page(open_page):
    """A browser page of an administrator."""
    return open_page(UserFactory(is_superuser=True))


def test_progress_log_and_end_appear_without_a_reload_by_hand(browser_page):
    problems = []
    browser_page.on("pageerror", lambda error: problems.extend([error]))
    job = JobFactory(state="running", total=200, done=50, message="Reading")
    browser_page.goto(f"/admin/jobs/{job.pk}/")
    bar = browser_page.locator("main progress")
    expect(bar).to_have_attribute("value", "25")

    Job.objects.filter(pk=job.pk).update(done=150, message="Writing <i>rows</i>")
    JobLogEntry.objects.create(job=job, text="Row 7 <b>left out</b>", level="warning")
    expect(browser_page.get_by_text("Writing <i>rows</i>")).to_be_visible()
    expect(browser_page.get_by_text("150 / 200")).to_be_visible()
    expect(browser_page.get_by_text("Row 7 <b>left out</b>")).to_be_visible()
    assert bar.evaluate("bar => bar.value") == 75

    Job.objects.filter(pk=job.pk).update(state="failed", error="The disk is full.")
    expect(browser_page.get_by_text("The disk is full.")).to_be_visible()
    expect(browser_page.get_by_role("button", name="Retry")).to_be_visible()
    expect(bar).to_have_count(0)
    assert problems == []


def test_the_cancel_button_asks_the_job_to_stop(browser_page):
    job = JobFactory(state="running")
    browser_page.goto(f"/admin/jobs/{job.pk}/")
    browser_page.get_by_role("button", name="Cancel").click()
    expect(browser_page.get_by_role("button", name="Stopping …")).to_be_disabled()
    job.refresh_from_db()
    assert job.cancel_requested
