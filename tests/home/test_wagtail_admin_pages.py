"""The form of a page in a browser, alone and while somebody else saves the same page."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Page, Revision

from home.models import HomePage
from tests.catalog.revisions.test_wagtail_admin_concurrent_edits import write
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address():
    page = HomePage(title="Parts", slug="parts")
    Page.objects.get(depth=1).add_child(instance=page)
    page.save_revision().publish()
    return f"/admin/pages/{page.pk}/edit/"


def title() -> str:
    return HomePage.objects.get().get_latest_revision_as_object().title


def opened(open_page, address, name):
    page = open_page(UserFactory(is_superuser=True, first_name=name, last_name="Smith"))
    page.goto(address)
    expect(page.locator("#id_title")).to_have_value("Parts")
    return page


def save(page, text):
    page.locator("#id_title").fill(text)
    page.get_by_role("button", name="Save draft").click()


def test_a_page_that_saves_itself_is_saved_by_its_author_as_well(open_page, address):
    page = opened(open_page, address, "Anna")
    for count in range(2):
        write(page, "#id_title", f"Text {count}")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    save(page, "Done")
    expect(page.get_by_text("has been updated")).to_be_visible()
    assert title() == "Done"


def test_the_second_of_two_people_is_told_and_saves_only_when_asked_to(open_page, address):
    hers, his = (opened(open_page, address, name) for name in ("Anna", "Ben"))
    save(hers, "Of hers")
    expect(hers.get_by_text("has been updated")).to_be_visible()
    save(his, "Of his")
    expect(his.get_by_text("Anna Smith has saved a newer version")).to_be_visible()
    expect(his.locator("#id_title")).to_have_value("Of his")
    # Nothing is there that would save it by itself.
    expect(his.locator("[data-edit-form][data-w-autosave-interval-value]")).to_have_count(0)
    assert title() == "Of hers"
    save(his, "Of both")
    expect(his.get_by_text("has been updated")).to_be_visible()
    assert title() == "Of both"
    assert Revision.objects.filter(content__title="Of hers").exists()
