"""The builder of filters in a real browser: by mouse and keyboard, on a phone, counting."""

import json
import re

import pytest
from playwright.sync_api import expect

from catalog.models import Attribute, Segment
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, BrandFactory, ProductFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


FORMULA_AND_GROUP = {
    "match": "all",
    "conditions": [
        {
            "field": "formula",
            "formula": "values.weight / values.length",
            "operator": "gt",
            "value": "2",
        },
        {"match": "any", "conditions": [{"field": "live", "operator": "not_empty"}]},
    ],
}


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

    builder.get_by_label("How conditions are combined").select_option("not_any")
    expect(builder.get_by_role("link", name="Acme")).to_have_count(0)
    builder.get_by_label("How conditions are combined").select_option("all")

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
    page.goto("/admin/catalog/segment/")
    expect(page.get_by_role("link", name="1 product", exact=True)).to_be_visible()


def test_conditions_go_into_groups_and_the_text_shows_the_same_filter(open_page):
    for code in ("weight", "length"):
        AttributeFactory(code=code, label=code.title(), type=Attribute.Type.NUMBER)
    ProductFactory(values={"weight": "30", "length": "10"})
    ProductFactory(values={"weight": "30", "length": "0"})
    segment = Segment.objects.create(code="sums", name="Sums", filter=FORMULA_AND_GROUP)
    page = open_page(UserFactory(is_superuser=True))
    page.goto(f"/admin/catalog/segment/edit/{segment.pk}/")
    builder = page.locator(".catalog-filter")
    expect(builder.get_by_text("1 product", exact=True)).to_be_visible()

    # Alt and an arrow: the formula goes into the group below it; dragged by the mouse, out again.
    builder.get_by_label("Formula").focus()
    page.keyboard.press("Alt+ArrowDown")
    inner = builder.locator(".catalog-filter__group .catalog-filter__group")
    expect(inner.get_by_label("Formula")).to_be_visible()
    expect(builder.get_by_text("2 products")).to_be_visible()
    inner.locator(".catalog-filter__condition .catalog-filter__grip").first.drag_to(
        builder.locator(".catalog-filter__members").first, target_position={"x": 5, "y": 1}
    )
    expect(inner.get_by_label("Formula")).to_have_count(0)
    expect(builder.get_by_text("1 product", exact=True)).to_be_visible()

    builder.get_by_label("Formula").fill("values.weight /")
    expect(builder.get_by_text("The formula is incomplete.")).to_be_visible()
    builder.get_by_role("button", name="Remove").first.click()
    builder.get_by_role("button", name="Edit as text").click()
    area = builder.locator("textarea[name=filter]")
    expect(area).to_have_value(re.compile("any"))
    area.fill("{")
    builder.get_by_role("button", name="Edit as form").click()
    expect(builder.get_by_text("not a valid filter")).to_be_visible()
    area.fill('{"conditions": [{"field": "values.lost", "operator": "is", "value": "1"}]}')
    builder.get_by_role("button", name="Edit as form").click()
    expect(builder.get_by_text("This field no longer exists")).to_be_visible()
    expect(builder.get_by_text("There is no field “values.lost”.")).to_be_visible()


def test_without_javascript_the_filter_is_edited_as_text(open_page):
    segment = Segment.objects.create(code="sums", name="Sums", filter={})
    page = open_page(UserFactory(is_superuser=True), java_script_enabled=False)
    page.goto(f"/admin/catalog/segment/edit/{segment.pk}/")
    condition = {"field": "live", "operator": "is", "value": "yes"}
    page.locator("textarea[name=filter]").fill(json.dumps({"conditions": [condition]}))
    page.get_by_role("button", name="Save", exact=True).first.click()
    segment.refresh_from_db()
    assert segment.filter == {"conditions": [condition]}
