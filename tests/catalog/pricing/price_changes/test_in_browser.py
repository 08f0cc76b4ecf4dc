"""A price manager's work in a real browser, with the clicks that it takes."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from accounts.roles import PRICE_MANAGER
from accounts.services.roles import sync_roles
from catalog.models import Price, Product
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GRID = "/admin/catalog/price-grid/"
COUNT_CLICKS = """
addEventListener("click", () => {
    sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1;
}, true);
"""


@pytest.fixture
def manager():
    sync_roles()
    user = UserFactory(username="prices", first_name="Petra")
    user.groups.add(Group.objects.get(name=PRICE_MANAGER.name))
    return user


@pytest.fixture
def products() -> list[Product]:
    """Twenty products with prices on two lists."""
    lists = [PriceListFactory(name="Retail", is_public=True), PriceListFactory(name="Trade")]
    products = [ProductFactory(sku=f"PAD-{number:02}") for number in range(20)]
    for product in products:
        for price_list in lists:
            PriceFactory(product=product, price_list=price_list, amount="5")
    return products


def clicks(page: Page) -> int:
    return int(page.evaluate("sessionStorage.clicks || 0"))


def paste(page: Page, text: str) -> None:
    """What the person has copied in a spreadsheet goes where the cursor is."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def test_forty_prices_are_pasted_seen_in_the_history_and_undone(open_page, manager, products):
    page = open_page(manager, permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(COUNT_CLICKS)
    page.goto(GRID)
    page.get_by_label("PAD-00, Retail (USD)").click()
    paste(page, "\n".join(f"{number}.50\t{number}.25" for number in range(20)))
    expect(page.locator("[data-pending]")).to_have_text("Not saved yet: 40 amounts.")
    page.get_by_role("button", name="Save prices").click()
    expect(page.get_by_text("Saved as change")).to_be_visible()
    assert clicks(page) == 2
    assert Price.objects.filter(amount=5).count() == 0

    page.get_by_role("link", name="PAD-07").click()
    page.get_by_role("link", name="History").first.click()
    expect(page.get_by_text("Retail (USD): $5.00, from 1").first).to_be_visible()
    expect(page.get_by_text("Retail (USD): $5.00 $7.50, from 1").first).to_be_visible()
    assert clicks(page) == 4
    page.get_by_role("link", name="Change of prices").first.click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 40 prices.")).to_be_visible()
    assert clicks(page) == 6
    assert Price.objects.filter(amount=5).count() == 40


def test_amounts_are_filled_down_and_taken_from_above_by_the_keyboard(open_page, manager, products):
    page = open_page(manager)
    page.goto(GRID)
    page.get_by_label("PAD-00, Retail (USD)").fill("0")
    page.get_by_role("button", name="Fill down Retail").click()
    expect(page.locator("[data-pending]")).to_have_text("Not saved yet: 20 amounts.")
    page.get_by_label("PAD-00, Trade (USD)").fill("8")
    page.keyboard.press("Enter")
    expect(page.get_by_label("PAD-01, Trade (USD)")).to_be_focused()
    page.keyboard.press("Control+d")
    page.get_by_label("PAD-19, Trade (USD)").fill("")
    expect(page.locator("[data-pending]")).to_contain_text("because their cells are empty: 1.")
    page.get_by_role("button", name="Save prices").click()
    expect(page.get_by_role("heading", name="Old and new")).to_be_visible()
    page.get_by_role("button", name="Save 23 prices").click()
    expect(page.get_by_text("Saved: 23 prices.")).to_be_visible()
    assert Price.objects.filter(price_list__name="Retail", amount=0).count() == 20
    assert Price.objects.filter(price_list__name="Trade", amount=8).count() == 2
