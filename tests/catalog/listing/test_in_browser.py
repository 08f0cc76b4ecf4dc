"""The product listing in a real browser: filters, columns, views, cells and keys."""

import pytest
from playwright.sync_api import expect

from catalog.models import AttributeOption, Product, Segment
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    ChannelFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def products():
    """Three products, of which two are of ceramic."""
    attribute = AttributeFactory(code="material", label="Material", type="choice")
    AttributeOption.objects.create(attribute=attribute, code="ceramic", label="Fine ceramic")
    AttributeOption.objects.create(attribute=attribute, code="steel", label="Steel")
    AttributeFactory(code="width", label="Width", type="measure", unit="mm")
    ChannelFactory(code="web", name="Web")
    same = {"family": FamilyFactory(label="Brake pads"), "brand": BrandFactory(name="Acme")}
    return [
        ProductFactory(part_number="C-1", name="One", values={"material": "ceramic"}, **same),
        ProductFactory(part_number="C-2", name="Two", values={"material": "ceramic"}, **same),
        ProductFactory(part_number="S-1", name="Three", values={"material": "steel"}, **same),
    ]


def names_in(page) -> list[str]:
    return page.locator("tr[data-product] .title a").all_inner_texts()


def test_a_list_is_filtered_arranged_and_kept_as_a_view(open_page, products):
    page = open_page(UserFactory(is_superuser=True))
    page.goto("/admin/catalog/product/")
    page.get_by_role("link", name="Add filter").click()
    page.get_by_placeholder("Find a field").fill("mater")
    page.get_by_role("link", name="Material").click()
    expect(page.get_by_label("Comparison")).to_be_focused()
    page.get_by_label("Value").fill("cer")
    expect(page.get_by_role("option", name="Steel")).to_have_count(0)
    page.get_by_role("option", name="Fine ceramic").click()
    page.get_by_role("button", name="Apply filter").click()
    expect(page.get_by_role("link", name="Material is one of Fine ceramic")).to_be_visible()
    expect(page.locator("tr[data-product]")).to_have_count(2)

    page.get_by_role("link", name="Columns").click()
    page.get_by_placeholder("Find a column").fill("width")
    page.get_by_role("checkbox", name="Width").check()
    page.get_by_label("Sort by").select_option("name")
    page.get_by_role("button", name="Show these columns").click()
    expect(page.get_by_role("columnheader", name="Width")).to_be_visible()
    assert names_in(page) == ["C-1", "C-2"]

    page.get_by_role("link", name="Save as a view").click()
    page.locator("#id_name").fill("Ceramics")
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_text("View “Ceramics” saved.")).to_be_visible()
    page.get_by_role("link", name="Remove the filter Material").click()
    expect(page.locator("tr[data-product]")).to_have_count(3)
    page.get_by_role("link", name="Undo changes").click()
    expect(page.locator("tr[data-product]")).to_have_count(2)
    view = Segment.objects.get()
    assert view.columns[-1] == "values.width"
    page.locator("#id_q").fill("c2")
    expect(page.locator("tr[data-product]")).to_have_count(1)
    expect(page.get_by_role("link", name="Material is one of Fine ceramic")).to_be_visible()


def test_cells_are_edited_and_rows_walked_by_keys(open_page, products):
    page = open_page(UserFactory(is_superuser=True))
    columns = "name,values.width,values.material"
    page.goto(f"/admin/catalog/product/?ordering=part_number&columns={columns}")
    expect(page.locator("tr[data-product]")).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr[data-product]").nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("tr[data-product]").nth(1).get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("k")
    page.keyboard.press("e")
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type("First")
    page.keyboard.press("Tab")
    width = page.get_by_role("textbox", name="Width")
    expect(width).to_be_focused()
    page.keyboard.type("wide")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Width")
    expect(width).to_be_focused()
    expect(width).to_have_value("wide")
    width.fill("12.70")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Material")).to_be_focused()
    page.keyboard.press("Escape")
    row = page.locator("tr[data-product]").first
    expect(row).to_contain_text("12.70 mm")
    expect(row).to_contain_text("Fine ceramic")
    product = Product.objects.get(pk=products[0].pk)
    assert (product.name, product.values["width"]["amount"]) == ("First", "12.70")

    row.get_by_text("First").click()
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    Product.objects.filter(pk=product.pk).update(name="Theirs")
    page.get_by_role("textbox", name="Name").fill("Mine")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Theirs")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("Mine")
    Product.objects.filter(pk=product.pk).update(name="Theirs again")
    row.get_by_text("Mine").click()
    expect(page.get_by_role("alert")).to_contain_text("since the list was loaded")
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Theirs again")
    page.get_by_role("button", name="Undo my edit").click()
    expect(row).to_contain_text("Theirs again")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#id_q")).to_be_focused()
    page.locator("tr[data-product]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/product/edit/{product.pk}/")


def test_a_refused_edit_is_told_at_its_cell_with_the_ways_on(open_page, products):
    locked = Product.objects.filter(pk=products[0].pk)
    locked.update(locked=True, locked_by=UserFactory(first_name="Ada", last_name="Byron"))
    page = open_page(UserFactory(is_superuser=True))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto("/admin/catalog/product/?ordering=part_number&columns=name,values.width")
    row = page.locator("tr[data-product]").first
    row.get_by_text("One").click()
    expect(row.get_by_role("alert")).to_contain_text("has locked this product")
    row.get_by_role("button", name="Close").click()
    expect(row.get_by_role("alert")).to_have_count(0)
    row.get_by_text("One").click()
    expect(row.get_by_role("alert")).to_be_visible()
    locked.update(locked=False)
    row.get_by_role("button", name="Try again").click()
    name = row.get_by_role("textbox", name="Name")
    name.fill("First")

    # Without a connection, what was typed stays until it can be sent.
    page.route("**/listing/cell/**", lambda route: route.abort())
    page.keyboard.press("Enter")
    expect(row.get_by_role("alert")).to_contain_text("Check your connection")
    expect(name).to_have_value("First")
    page.unroute("**/listing/cell/**")
    page.keyboard.press("Tab")
    expect(row.get_by_role("button", name="Try again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(name).to_have_count(0)
    expect(row).to_contain_text("First")
    assert locked.get().name == "First"


def test_long_labels_and_names_have_room_beside_many_columns(open_page, products):
    AttributeFactory(code="long", label="Geschwindigkeitsbegrenzungs" * 3, type="text")
    Product.objects.filter(part_number="C-1").update(name="Ceramic pad with shims " * 6)
    columns = "name,brand,sku,family,status,gtin,updated_at,created_at,values.material,values.long"
    page = open_page(UserFactory(is_superuser=True), width=390, color_scheme="dark")
    page.goto(f"/admin/catalog/product/?columns={columns}")
    name = page.locator('[data-column="name"]', has_text="shims")
    assert name.bounding_box()["width"] >= 250
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="Columns").click()
    expect(page.get_by_placeholder("Find a column")).to_be_visible()
    wider = "one => one.scrollWidth > one.clientWidth"
    assert not page.locator("#catalog-panel").evaluate(wider)
    assert not page.locator(".catalog-columns").evaluate(wider)
