"""The language of the site, chosen in the head of a page."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_chooses_a_language_and_stays_on_the_page(open_page, scripts):
    page = open_page(width=390, java_script_enabled=scripts)
    page.goto("/catalog/?q=brake&view=list")
    address = page.url
    page.locator("summary", has_text="Language").click()
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert page.url == address
    page.goto("/accounts/sign-in/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
