"""An editor asks the form, by keyboard alone, why a value holds."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_explanation_opens_and_closes_by_keyboard_and_fits_a_narrow_window(open_page):
    ChannelFactory(code="web", name="Web shop", locales=["en", "de"], is_site_channel=True)
    family = FamilyFactory()
    title = AttributeFactory(code="title", label="Title", is_localizable=True, max_length=40)
    FamilyAttributeFactory(family=family, attribute=title)
    parent = ProductFactory(family=family, values={"title": {"en": "Pad", "de": "Belag"}})
    product = ProductFactory(family=family, parent=parent)
    page = open_page(UserFactory(is_superuser=True))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{reverse('catalog_product:edit', args=[product.pk])}#id_values-en-title")
    button = page.get_by_role("button", name="Explain this value: Title (English)")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Explain this value")
    expect(dialog).to_contain_text("Inherited from the parent product")
    expect(dialog.locator("[aria-current]")).to_contain_text("Pad")
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
