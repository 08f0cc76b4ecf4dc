"""The inbox by keyboard alone: move, open, approve, send back with a comment, tick."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.models import TaskState

from accounts.roles import REVIEWER
from accounts.services.roles import permissions_named
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory
from tests.factories.reviews import review_step, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
INBOX = reverse("console_inbox:list")


@pytest.fixture
def reviewer():
    """Somebody for whom three drafts wait."""
    group, _created = Group.objects.get_or_create(name=REVIEWER.name)
    group.permissions.set(permissions_named(REVIEWER.permissions))
    person, editor = UserFactory(), UserFactory(is_superuser=True)
    person.groups.add(group)
    review_step(group)
    for number in range(3):
        submit(ProductFactory(live=True, sku=f"P{number}", name="Old"), editor, name=f"N{number}")
    return person


def decisions() -> list[tuple[str, str]]:
    states = TaskState.objects.order_by("started_at", "pk")
    return list(states.values_list("status", "comment"))


def titles(page: Page):
    return page.locator("[data-inbox-row]")


def test_drafts_are_approved_and_sent_back_by_keys_alone(open_page, reviewer):
    page = open_page(reviewer)
    page.goto(INBOX)
    expect(titles(page)).to_have_count(3)
    expect(page.locator(".sidebar")).to_be_visible()

    # Two keys: approve the first. The next one is in its place.
    page.keyboard.press("a")
    expect(page.get_by_text("1 draft approved.")).to_be_visible()
    expect(titles(page)).to_have_count(2)
    expect(titles(page).first).to_be_focused()

    # Down, and send that one back with a comment.
    page.keyboard.press("j")
    expect(titles(page).nth(1)).to_be_focused()
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Comment for the author")).to_be_focused()
    page.keyboard.type("Name it after the car")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Changes requested for 1 draft.")).to_be_visible()
    assert decisions() == [
        ("approved", ""),
        ("in_progress", ""),
        ("rejected", "Name it after the car"),
    ]


def test_ticked_rows_are_decided_together_and_one_is_opened(open_page, reviewer):
    page = open_page(reviewer)
    page.goto(INBOX)
    expect(titles(page)).to_have_count(3)
    for key in ("x", "ArrowDown", "x", "a"):
        page.keyboard.press(key)
    expect(page.get_by_text("2 drafts approved.")).to_be_visible()
    expect(titles(page)).to_have_count(1)
    page.keyboard.press("Home")
    expect(titles(page).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Review")).to_be_visible()
    page.goto(reverse("wagtailadmin_home"))
    expect(page.locator("html")).to_have_attribute("data-inbox-waits", "")


def test_without_a_script_the_same_is_done_by_forms(open_page, reviewer):
    page = open_page(reviewer, java_script_enabled=False)
    page.goto(INBOX)
    row = titles(page).first
    row.get_by_role("button", name="Send back").click()
    page.get_by_role("textbox", name="Comment for the author").fill("Not yet")
    page.get_by_role("button", name="Send back").click()
    expect(titles(page)).to_have_count(2)
    assert ("rejected", "Not yet") in decisions()
