"""The home page, the branding and the customers' own page."""

import pytest
from django.test import Client
from wagtail.models import Page, Site

from home.colours import DARK_SURFACE, LIGHT_SURFACE, READABLE, contrast, ink_on, readable_on
from home.models import BrandingSettings, HomePage
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import (
    BrandFactory,
    CategoryFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home_page():
    """A home page with every kind of section, at the root of the site."""
    page = HomePage(
        title="Parts",
        slug="parts",
        body=[
            ("hero", {"heading": "Find the part", "text": "By number."}),
            ("category_tiles", {"heading": "Groups"}),
            ("featured_products", {"heading": "Fresh", "segment": "", "number": 4}),
            ("brand_strip", {"heading": "Makers"}),
            ("rich_text", "<p>Before <b>four</b> today.</p>"),
        ],
    )
    Page.objects.get(depth=1).add_child(instance=page)
    Site.objects.update(root_page=page)
    return page


def test_every_section_shows_its_part_of_the_catalog(client: Client, home_page):
    product = ProductFactory(
        brand=BrandFactory(name="Acme", slug="acme"),
        category=CategoryFactory(name="Brakes"),
        part_number="AB-1",
    )
    PriceFactory(product=product, price_list=PriceListFactory(is_public=True), amount="12.00")
    page = client.get("/").content.decode()
    for text in ("Find the part", "Brakes", "AB-1", "$12.00", "/catalog/?brand=acme", "four"):
        assert text in page


def test_an_empty_catalog_leaves_sections_out(client: Client, home_page):
    response = client.get("/")
    assert response.status_code == 200
    assert "Groups" not in response.content.decode()


def test_a_customer_sees_its_own_prices_on_the_home_page(client: Client, home_page):
    customer = CustomerFactory()
    product = ProductFactory()
    PriceFactory(product=product, price_list=PriceListFactory(is_public=True), amount="12.00")
    PriceFactory(product=product, customer=customer, amount="9.00")
    client.force_login(UserFactory(customer=customer))
    response = client.get("/")
    assert "$9.00" in response.content.decode()
    assert "$12.00" not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_branding_changes_title_and_accent_at_once(client: Client):
    site = Site.objects.get(is_default_site=True)
    BrandingSettings.objects.create(site=site, site_title="Bolts & Co", accent="#aa0044")
    assert "Bolts &amp; Co" in client.get("/catalog/").content.decode()
    assert "--accent: #aa0044" in client.get("/branding.css").content.decode()
    BrandingSettings.objects.update(accent="#00aa44")
    assert "--accent: #00aa44" in client.get("/branding.css").content.decode()


def test_reading_pages_writes_no_branding(client: Client):
    client.get("/catalog/")
    assert BrandingSettings.objects.count() == 0


@pytest.mark.parametrize("accent", ["#0b5cad", "#ffff00", "#000000", "#ffffff", "#777777"])
def test_any_accent_stays_readable(accent):
    assert contrast(ink_on(accent), accent) >= READABLE
    for surface in (LIGHT_SURFACE, DARK_SURFACE):
        assert contrast(readable_on(accent, surface), surface) >= READABLE


def test_contrast_follows_the_formula():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_account_page_shows_the_customer_and_needs_a_sign_in(client: Client):
    response = client.get("/account/")
    assert (response.status_code, response["Location"]) == (
        302,
        "/accounts/sign-in/?next=/account/",
    )
    client.force_login(UserFactory(customer=CustomerFactory(number="C-77", name="Garage")))
    page = client.get("/account/").content.decode()
    assert "Garage" in page
    assert "C-77" in page


def test_a_suspended_customer_sees_list_prices_and_is_told(client: Client):
    customer = CustomerFactory(status="suspended")
    client.force_login(UserFactory(customer=customer))
    assert "Until it is approved" in client.get("/account/").content.decode()


def test_error_pages_have_the_look_of_the_site(client: Client):
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
