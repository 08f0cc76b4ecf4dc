"""The builder of filters in a real browser: by mouse and keyboard, on a phone, counting."""

import pytest
from playwright.sync_api import expect

from catalog.models import Attribute, Segment
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, BrandFactory, ProductFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1440, 390])
def test_a_segment_is_built_counted_moved_and_saved(open_page, width):
    AttributeFactory(code="bore", label="Bore", type=Attribute.Type.NUMBER, unit="mm")
    acme = BrandFactory(name="Acme")
    ProductFactory(brand=acme, values={"bore": "12.7"}, sku="small")
    ProductFactory(brand=acme, values={"bore": "30"}, sku="large")
    ProductFactory(sku="other")
    page = open_page(UserFactory(is_superuser=True), width=width)
    page.goto("/admin/catalog/segment/new/")
    page.locator("#id_name").fill("Small bores")
    page.locator("#id_code").fill("small_bores")
    builder = page.locator(".catalog-filter")
    expect(builder.get_by_text("3 products")).to_be_visible()

    def add(field: str, group=builder):
        group.get_by_role("button", name="Add condition").last.click()
        page.keyboard.type(field)
        expect(page.locator(".catalog-filter__list [role=option]").first).to_have_text(field)
        page.keyboard.press("Enter")

    add("Brand")
    builder.get_by_label("Value").fill("Ac")
    page.get_by_role("option", name="Acme").click()
    expect(builder.get_by_text("2 products")).to_be_visible()

    add("Bore")
    builder.get_by_label("Comparison").last.select_option("lte")
    builder.get_by_label("Value").last.fill("12.70")
    expect(builder.get_by_text("1 product", exact=True)).to_be_visible()
    expect(builder.get_by_role("link", name="Acme")).to_be_visible()

    builder.get_by_label("How the conditions go together").select_option("not_any")
    expect(builder.get_by_role("link", name="Acme")).to_have_count(0)
    builder.get_by_label("How the conditions go together").select_option("all")

    # By the keyboard: the second condition goes above the first.
    builder.get_by_role("button", name="Move up").last.focus()
    page.keyboard.press("Enter")
    expect(builder.get_by_label("Field", exact=True).first).to_have_value("Bore")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("created")).to_be_visible()
    assert Segment.objects.get().filter == {
        "match": "all",
        "conditions": [
            {"field": "values.bore", "operator": "lte", "value": "12.70"},
            {"field": "brand", "operator": "is", "value": "Acme"},
        ],
    }
