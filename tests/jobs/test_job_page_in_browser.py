"""The page of a job follows the job by itself."""

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from jobs.models import Job, JobLogEntry
from tests.factories.accounts import UserFactory
from tests.factories.jobs import JobFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
def browser_page(live_server, client, monkeypatch):
    """A browser page of an administrator."""
    # Playwright runs an event loop in this thread, where Django would refuse the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    client.force_login(UserFactory(is_superuser=True))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(base_url=live_server.url)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        yield context.new_page()
        browser.close()
        # The loop's context has a connection of its own, which nobody else would close.
        connection.close()


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
