"""Real pages work under the enforced policy; `open_page` fails for all that a page is refused."""

import time

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Page, Request, expect

from audit.services import follow_pending
from catalog.models import Attribute, Product
from home.models import HomePage
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    FamilyAttributeFactory,
    ProductFactory,
)
from tests.jobs.worker import DEADLINE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home() -> HomePage:
    """The home page of a new installation."""
    call_command("loaddata", "fixtures/initial_data.json", verbosity=0)
    return HomePage.objects.get()


@pytest.fixture
def product() -> Product:
    """A published product with a rich text and a category."""
    story = AttributeFactory(code="story", label="Story", type=Attribute.Type.RICH_TEXT)
    family = FamilyAttributeFactory(attribute=story).family
    product = ProductFactory(family=family, live=True, values={"story": "<p>Good</p>"})
    follow_pending()
    return product


def test_the_public_site_needs_nothing_that_the_policy_forbids(open_page, home, product):
    page = open_page()
    requests = visit(
        page,
        "/",
        "/catalog/",
        "/catalog/?view=table&q=brake",
        product.get_absolute_url(),
        "/accounts/sign-in/",
        "/nothing-here/",
        "/health/",
    )
    page.goto("/")
    page.get_by_role("searchbox").first.fill(product.part_number[:3])
    requests.wait_for_the_last()


def test_a_customers_pages_need_nothing_that_the_policy_forbids(open_page, home, product):
    page = open_page(UserFactory(customer=CustomerFactory()))
    visit(page, "/account/", "/catalog/", product.get_absolute_url(), "/admin/")


@pytest.fixture
def admin(open_page) -> Page:
    """A browser page of an administrator."""
    return open_page(UserFactory(is_superuser=True))


def test_wagtails_lists_and_forms_need_nothing_that_the_policy_forbids(admin, home, product):
    visit(
        admin,
        "/admin/",
        "/admin/catalog/product/",
        "/admin/catalog/segment/new/",
        "/admin/images/",
        "/admin/documents/multiple/add/",
        "/admin/media/video/add/",
        "/admin/reports/site-history/",
        "/admin/failwhale/",
    )


def test_a_rich_text_is_written_and_a_chooser_opened_on_the_form_of_a_product(admin, product):
    visit(admin, f"/admin/catalog/product/edit/{product.pk}/")
    admin.get_by_role("tab", name="Attributes").click()
    text = admin.locator("[role=tabpanel]:visible .public-DraftEditor-content")
    text.click()
    admin.keyboard.type("/")
    admin.keyboard.press("Escape")
    expect(text).to_contain_text("Good")


def test_a_picture_is_uploaded_with_its_preview(admin, tmp_path):
    picture = tmp_path / "pad.png"
    Image.new("RGB", (60, 40), "red").save(picture)
    requests = visit(admin, "/admin/images/multiple/add/")
    admin.locator("input[type=file]").first.set_input_files(picture)
    expect(admin.get_by_role("button", name="Update")).to_be_visible()
    requests.wait_for_the_last()


def test_the_editor_of_pages_previews_chooses_and_checks_accessibility(admin, home):
    requests = visit(admin, f"/admin/pages/{home.pk}/edit/")
    admin.get_by_role("button", name="Toggle preview").click()
    frame = admin.frame_locator("#w-preview-iframe")
    expect(frame.locator("main")).to_be_visible()
    admin.get_by_role("button", name="Insert a block").first.click()
    admin.get_by_role("option", name="Text").first.click()
    admin.get_by_role("button", name="Toggle checks").click()
    requests.wait_for_the_last()


def visit(page: Page, *addresses: str) -> "Requests":
    """Open each address and wait until it has all that it asks for."""
    requests = Requests(page)
    for address in addresses:
        page.goto(address)
        requests.wait_for_the_last()
    return requests


class Requests:
    """What a page asks for, from now on.

    Playwright's wait for an idle network goes by what Chromium tells, which on a busy machine it
    sometimes never does, though no request is under way.
    """

    QUIET_SECONDS = 0.5

    def __init__(self, page: Page):
        self._page, self._open, self._changed = page, set(), time.monotonic()
        page.on("request", self._begun)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def wait_for_the_last(self) -> None:
        """Until none is under way and none has begun or ended for a while."""
        deadline = time.monotonic() + DEADLINE
        while self._open or time.monotonic() - self._changed < self.QUIET_SECONDS:
            assert time.monotonic() < deadline, [request.url for request in self._open]
            self._page.wait_for_timeout(50)

    def _begun(self, request: Request) -> None:
        self._open.add(request)
        self._changed = time.monotonic()

    def _ended(self, request: Request) -> None:
        self._open.discard(request)
        self._changed = time.monotonic()
