"""The dialog of Ctrl-K: a product is found and opened without the mouse, from any page."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory
from tests.factories.catalog import BrandFactory, ProductFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_product_is_found_and_opened_by_keys_alone(open_page):
    product = ProductFactory(brand=BrandFactory(name="Brembo"), part_number="BP-1204/X")
    page = open_page(UserFactory(is_superuser=True))
    page.goto(reverse("wagtailadmin_home"))
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Find anything")
    expect(box).to_be_focused()
    page.keyboard.type("bp 1204x")
    expect(page.get_by_role("option").first).to_contain_text("BP-1204/X")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('catalog_product:edit', args=[product.pk])}")


def test_the_dialog_is_left_by_escape_and_arrows_go_around(open_page):
    page = open_page(UserFactory(is_superuser=True))
    page.goto(reverse("wagtailadmin_home"))
    page.keyboard.press("Control+k")
    page.keyboard.type("price")
    options = page.get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Find anything")).to_be_hidden()


def test_the_box_of_the_menu_leads_to_the_page_of_the_same_search(open_page):
    ProductFactory(sku="ONLY-1", name="Ceramic pad")
    page = open_page(UserFactory(is_superuser=True))
    page.goto(reverse("wagtailadmin_home"))
    page.locator("#menu-search-q").fill("only1")
    page.locator("#menu-search-q").press("Enter")
    expect(page.get_by_role("link", name="Ceramic pad")).to_be_visible()
