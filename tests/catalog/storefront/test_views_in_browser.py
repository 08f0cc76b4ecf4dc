"""What a visitor does in a real browser, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from catalog.models import AttributeOption, BaseVehicle
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [390, 768, 1440]
HOME = re.compile(r"^http://[^/]+/$")


@pytest.fixture
def search_backend(settings):
    """PostgreSQL answers: what a browser shows does not depend on the backend."""
    settings.ELASTICSEARCH_URL = ""
    return "postgresql"


@pytest.fixture
def catalog(indexed):
    """Two parts: AB-1234/5 fits a 2015 Honda Civic, XY-9 fits nothing."""
    civic = VehicleModelFactory(make=VehicleMakeFactory(name="Honda"), name="Civic")
    BaseVehicle.objects.create(model=civic, year=2015)
    material = AttributeFactory(code="material", label="Material", type="choice", is_facet=True)
    for code in ("ceramic", "steel"):
        AttributeOption.objects.create(attribute=material, code=code, label=code.title())
    pad = ProductFactory(
        brand=BrandFactory(name="Acme", slug="acme"),
        part_number="AB-1234/5",
        name="Brake pad " + "with a very long name that goes on " * 5,
        values={"material": "ceramic"},
    )
    FitmentFactory(product=pad, model=civic, year_from=2012, year_to=2015)
    other = ProductFactory(part_number="XY-9", name="Oil filter", values={"material": "steel"})
    prices = PriceListFactory(is_public=True)
    for product in (pad, other):
        PriceFactory(product=product, price_list=prices, amount="12.00")
    indexed()
    return pad


def expect_cards(page: Page, *numbers: str) -> None:
    """Wait for a page with exactly these part numbers on its cards."""
    expect(page.locator(".card__number")).to_have_text(numbers)


def watch(page: Page) -> list[str]:
    """Collects what the browser complains about, such as a breach of the content policy."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    return complaints


def test_a_part_number_in_any_spelling_is_suggested_and_opened_by_keyboard(open_page, catalog):
    page = open_page()
    complaints = watch(page)
    page.goto("/catalog/")
    box = page.get_by_role("combobox", name="Search parts")
    box.press_sequentially("ab12345")
    expect(page.get_by_role("option", name="AB-1234/5")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-1")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("AB-1234/5")
    assert complaints == []


def test_escape_closes_the_suggestions(open_page, catalog):
    page = open_page()
    page.goto("/catalog/")
    box = page.get_by_role("combobox", name="Search parts")
    box.press_sequentially("ab12345")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_vehicle_is_picked_step_by_step_and_remembered(open_page, catalog):
    page = open_page()
    page.goto("/catalog/")
    fields = page.get_by_role("group", name="Vehicle")
    fields.get_by_label("Year").select_option("2015")
    fields.get_by_label("Make").select_option("Honda")
    fields.get_by_label("Model").select_option("Civic")
    expect(page).to_have_url(re.compile(r"year=2015&make=Honda&model=Civic$"))
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card .fit")).to_have_text("Fits")
    page.get_by_role("link", name="AB-1234/5").click()
    expect(page.get_by_text("Fits your 2015 Honda Civic")).to_be_visible()


def test_a_range_applies_when_it_is_left(open_page, indexed):
    AttributeFactory(code="teeth", label="Teeth", type="number", is_facet=True)
    for teeth in ("9", "12", "15"):
        ProductFactory(part_number=f"T-{teeth}", values={"teeth": teeth})
    indexed()
    page = open_page()
    page.goto("/catalog/")
    bounds = page.get_by_role("group", name="Teeth")
    bounds.get_by_label("From").fill("10")
    bounds.get_by_label("From").press("Tab")
    expect_cards(page, "T-12", "T-15")
    expect(page).to_have_url(re.compile(r"/catalog/\?a\.teeth\.from=10$"))
    expect(bounds.get_by_label("To")).to_be_focused()
    bounds.get_by_label("To").fill("13")
    bounds.get_by_label("To").press("Tab")
    expect_cards(page, "T-12")
    expect(bounds.get_by_text("Exact values")).to_be_focused()
    bounds.get_by_label("To").fill("")
    bounds.get_by_label("To").press("Tab")
    expect_cards(page, "T-12", "T-15")
    page.get_by_role("link", name=re.compile("Teeth from 10")).click()
    expect(page.locator(".card")).to_have_count(3)


@pytest.mark.parametrize(("typed", "left", "cards"), [("13", "13", ["T-12"]), ("1", "", None)])
def test_what_is_typed_while_an_answer_comes_is_neither_lost_nor_a_new_page(
    open_page, indexed, typed, left, cards
):
    AttributeFactory(code="teeth", label="Teeth", type="number", is_facet=True)
    for teeth in ("9", "12", "15"):
        ProductFactory(part_number=f"T-{teeth}", values={"teeth": teeth})
    indexed()
    page = open_page()
    page.goto("/catalog/")
    page.evaluate("window.isTheSamePage = true")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        held.append(route)

    page.route(re.compile(r"from=10$"), hold_the_first)
    bounds = page.get_by_role("group", name="Teeth")
    bounds.get_by_label("From").fill("10")
    with page.expect_request(re.compile(r"from=10$")):
        bounds.get_by_label("From").press("Tab")
    bounds.get_by_label("To").press_sequentially(typed)
    with page.expect_response(re.compile(r"from=10$")):
        held[0].continue_()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(bounds.get_by_label("To")).to_have_value(typed)
    for _ in range(len(typed) - len(left)):
        bounds.get_by_label("To").press("Backspace")
    bounds.get_by_label("To").press("Tab")
    expect_cards(page, *(cards or ["T-12", "T-15"]))
    assert page.evaluate("window.isTheSamePage")


def test_facets_apply_at_once_and_chips_take_them_away(open_page, catalog):
    page = open_page()
    page.goto("/catalog/")
    page.get_by_role("group", name="Material").get_by_label("Ceramic").check()
    expect(page.locator(".card")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/catalog/\?a\.material=ceramic$"))
    expect(page.locator("#announcer")).to_contain_text("1 part")
    page.get_by_role("link", name=re.compile("Material Ceramic")).click()
    expect(page.locator(".card")).to_have_count(2)


def test_the_view_is_remembered(open_page, catalog):
    page = open_page()
    page.goto("/catalog/")
    page.get_by_role("link", name="List", exact=True).click()
    expect(page.locator(".cards--list")).to_be_visible()
    page.goto("/catalog/")
    expect(page.locator(".cards--list")).to_be_visible()


def test_the_chosen_colours_stay(open_page, catalog):
    page = open_page(color_scheme="light")
    page.goto("/catalog/")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.get_by_role("button", name="Dark mode").click()
    dark = page.evaluate(colour)
    assert dark != light
    page.goto("/catalog/vehicle/")
    assert page.evaluate(colour) == dark
    expect(page.get_by_role("button", name="Dark mode")).to_have_attribute("aria-pressed", "true")


def test_the_system_colours_are_followed(open_page, catalog):
    page = open_page(color_scheme="dark")
    page.goto("/catalog/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 21, 24)"


def test_everything_works_without_scripts(open_page, catalog):
    page = open_page(java_script_enabled=False)
    page.goto("/catalog/")
    page.get_by_label("Search parts").fill("ab 1234 5")
    page.get_by_role("button", name="Search").click()
    expect_cards(page, "AB-1234/5")
    page.goto("/catalog/")
    page.get_by_label("Steel").check()
    page.get_by_role("button", name="Apply filters").click()
    expect_cards(page, "XY-9")
    page.goto("/catalog/vehicle/")
    for label, choice in (("Year", "2015"), ("Make", "Honda"), ("Model", "Civic")):
        page.get_by_label(label, exact=True).select_option(choice)
        page.get_by_role("button", name="Show parts that fit").click()
    expect_cards(page, "AB-1234/5")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_window(open_page, catalog, width):
    page = open_page(width=width)
    complaints = watch(page)
    for address in (
        "/catalog/",
        "/catalog/?view=list",
        "/catalog/?q=brake",
        catalog.get_absolute_url(),
        "/catalog/vehicle/",
        "/accounts/sign-in/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert complaints == []


def test_a_customer_signs_in_and_sees_its_price(open_page, catalog):
    customer = CustomerFactory(name="Garage North")
    PriceFactory(product=catalog, customer=customer, amount="8.50")
    UserFactory(username="buyer", customer=customer)
    page = open_page()
    page.goto(catalog.get_absolute_url())
    expect(page.locator(".price--large")).to_have_text("$12.00")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Username").fill("buyer")
    page.get_by_label("Password").fill("secret")
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(HOME)
    page.goto(catalog.get_absolute_url())
    expect(page.locator(".price--large")).to_have_text("$8.50")
    expect(page.get_by_text("Agreed with you").first).to_be_visible()
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(HOME)
    page.goto(catalog.get_absolute_url())
    expect(page.locator(".price--large")).to_have_text("$12.00")


def test_the_skip_link_is_first_and_leads_to_the_content(open_page, catalog):
    page = open_page()
    page.goto("/catalog/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
