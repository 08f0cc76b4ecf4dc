"""Pages of imports in a real browser."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.imports import ImportProfileFactory, staged

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILE = """Item number of the supplier;Title of the article;Ein-sehr-langer-Spaltenname-ohne-Blanks
A-1;Brake pad set for the front axle with shims;x
"""


@pytest.mark.parametrize("width", [390, 1440])
def test_what_each_column_fills_is_seen_without_scrolling_sideways(open_page, width):
    run = staged(FILE, ImportProfileFactory())
    page = open_page(UserFactory(is_superuser=True), width=width)
    page.goto(reverse("imports_importrun:inspect", args=[run.pk]))
    mapping = page.locator(".import-mapping")
    assert mapping.locator("select, input").first.bounding_box()["width"] > 150
    assert mapping.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == width
