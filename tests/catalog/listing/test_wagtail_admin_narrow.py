"""Listings of the admin on a phone, and what they show of prices."""

import pytest
from django.urls import reverse

from catalog.models import Price
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    AttributeGroupFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_column_can_be_reached_and_words_are_whole(open_page):
    AttributeFactory(
        code="installation_recommendation",
        label="Installation",
        group=AttributeGroupFactory(label="Recommendations"),
    )
    page = open_page(UserFactory(is_superuser=True), width=390)
    page.goto("/admin/catalog/attribute/")
    assert page.locator("td.title").first.bounding_box()["width"] >= 160
    results = page.locator("#listing-results")
    assert results.evaluate("box => box.scrollWidth > box.clientWidth"), "the case of this test"
    last = page.locator(".listing thead th").last
    last.scroll_into_view_if_needed()
    assert last.bounding_box()["x"] < 390
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.django_db
def test_amounts_stand_with_their_currency_and_the_decimals_they_have(client):
    client.force_login(UserFactory(is_superuser=True))
    product = ProductFactory()
    PriceFactory(product=product, price_list=PriceListFactory(currency="EUR"), amount="25.53")
    Price.objects.create(product=product, customer=CustomerFactory(currency="USD"), amount="0.1234")
    text = client.get(reverse(Price.snippet_viewset.get_url_name("list"))).content.decode()
    assert "€25.53" in text
    assert "$0.1234" in text
