"""An editor fills values in a browser: one language and channel at a time, units, options, rows."""

import pytest
from playwright.sync_api import Page, expect

from catalog.models import (
    Attribute,
    AttributeColumn,
    AttributeOption,
    FamilyAttribute,
    OpenedForm,
    Product,
)
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)
from tests.factories.media_library import ImageFileFactory
from tests.jobs.worker import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Type = Attribute.Type


@pytest.fixture
def product() -> Product:
    """A variant with a value by language and channel, a measure, many options and a table."""
    web = ChannelFactory(code="web", name="Web", locales=["en", "de"])
    family = FamilyFactory()
    kinds = {
        "title": {"is_localizable": True, "is_per_channel": True, "max_length": 40},
        "length": {"type": Type.MEASURE, "unit": "mm", "maximum": 200},
        "colour": {"type": Type.CHOICE},
        "sizes": {"type": Type.TABLE},
    }
    for order, (code, fields) in enumerate(kinds.items()):
        attribute = AttributeFactory(code=code, label=code.title(), **fields)
        FamilyAttributeFactory(family=family, attribute=attribute, sort_order=order)
    FamilyAttribute.objects.get(attribute__code="title").required_for.add(web)
    link = FamilyAttribute.objects.get(attribute__code="title")
    link.required_for.add(web)
    link.save()
    AttributeOption.objects.bulk_create(
        AttributeOption(
            attribute=Attribute.objects.get(code="colour"),
            code=f"ral_{number}",
            label=f"RAL {number}",
            labels={"de": f"Farbton {number}"},
        )
        for number in range(1000, 1060)
    )
    for code, kind in [("size", "text"), ("count", "number")]:
        AttributeColumn.objects.create(
            attribute=Attribute.objects.get(code="sizes"), code=code, label=code.title(), type=kind
        )
    parent = ProductFactory(family=family, values={"length": {"amount": "30", "unit": "mm"}})
    return ProductFactory(
        family=family, parent=parent, live=False, values={"title": {"en": "Brake pad"}}
    )


def slot(page: Page, name: str):
    return page.locator(f".w-panel__wrapper:has([name^='{name}'])")


def test_values_by_language_channel_unit_option_and_row(open_page, product):
    page = open_page(UserFactory(is_superuser=True))
    page.goto(f"/admin/catalog/product/edit/{product.pk}/")
    page.get_by_role("tab", name="Attributes").click()
    english, german = slot(page, "values-en-title"), slot(page, "values-de-title")
    expect(english).to_be_visible()
    expect(german).to_be_hidden()

    # One language and channel at a time; what German inherits, and that it is missing.
    page.get_by_label("Channel").select_option("web")
    page.get_by_label("Language").select_option("de")
    german = slot(page, "values-web-de-title")
    expect(german).to_be_visible()
    expect(english).to_be_hidden()
    expect(german).to_contain_text("Inherited from English, all channels: “Brake pad”")
    expect(german).to_contain_text("Required, but missing for: Web")
    expect(page.get_by_text("1 required value is missing here.")).to_be_visible()
    german.get_by_role("button", name="Override").click()
    expect(german.get_by_role("textbox")).to_have_value("Brake pad")
    expect(page.get_by_text("No required values are missing here.")).to_be_visible()
    # A translation overrides nothing.
    expect(german).not_to_contain_text("Overrides")
    german.get_by_role("textbox").fill("Bremsbelag")

    # A unit of the family, with the amount in the standard unit; above it the parent's.
    length = slot(page, "values-length_")
    expect(length).to_contain_text(f"Inherited from {product.parent}: “30 mm”")
    length.get_by_role("button", name="Override").click()
    expect(length).to_contain_text(f"Overrides {product.parent}: “30 mm”")
    expect(length.get_by_label("Amount")).to_have_value("30")
    length.get_by_role("button", name="Use the inherited value").click()
    expect(length.get_by_label("Amount")).to_have_value("")
    length.get_by_label("Amount").fill("5")
    length.get_by_label("Unit").select_option("in")
    expect(length).to_contain_text("= 127 mm")

    # Sixty options are searched for, in any language.
    colour = slot(page, "values-colour")
    colour.get_by_role("combobox").fill("farbton 1057")
    colour.get_by_role("option", name="RAL 1057").click()
    expect(colour.locator(".catalog-options__chosen")).to_contain_text("RAL 1057")

    sizes = slot(page, "values-sizes")
    for number, size in enumerate(["M", "L"]):
        sizes.get_by_role("button", name="Add row").click()
        sizes.get_by_label("Size", exact=True).nth(number).fill(size)
        sizes.get_by_label("Count", exact=True).nth(number).fill(str(number + 1))
    sizes.get_by_role("button", name="Move row up").nth(1).click()

    # What was typed in another language is still there, and all of it is stored.
    page.get_by_label("Channel").select_option("")
    page.get_by_label("Language").select_option("en")
    english.get_by_role("textbox").fill("Brake pads")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("updated and published.")).to_be_visible()
    product.refresh_from_db()
    assert product.values == {
        "title": {"en": "Brake pads"},
        "length": {"amount": "5", "unit": "in"},
        "colour": "ral_1057",
        "sizes": [{"size": "L", "count": "2"}, {"size": "M", "count": "1"}],
    }
    assert product.channel_values == {"web": {"title": {"de": "Bremsbelag"}}}

    # A link to a field opens its tab, its language and its channel; the choice is remembered.
    page.goto(f"/admin/catalog/product/edit/{product.pk}/#id_values-web-de-title")
    page.reload()
    expect(page.locator("#id_values-web-de-title")).to_be_focused()
    expect(page.get_by_label("Language")).to_have_value("de")

    # A mistake in a language that is not shown is shown.
    page.locator("#id_values-en-title").evaluate("input => { input.value = 'x'.repeat(99); }")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("tab", name="Attributes").click()
    expect(page.get_by_text("Title can have at most 40 characters.")).to_be_visible()
    expect(page.get_by_label("Language")).to_have_value("en")


def test_what_is_typed_in_a_language_that_is_hidden_again_is_saved_by_itself(open_page, product):
    page = open_page(UserFactory(is_superuser=True))
    page.goto(f"/admin/catalog/product/edit/{product.pk}/")
    page.get_by_role("tab", name="Attributes").click()
    page.get_by_label("Language").select_option("de")
    german = slot(page, "values-de-title")
    german.get_by_role("textbox").fill("Bremsbelag")
    page.get_by_label("Language").select_option("en")
    expect(german).to_be_hidden()

    def is_saved() -> bool:
        # What stands there before Wagtail has looked at the form for the first time is no edit.
        slot(page, "values-en-title").get_by_role("textbox").press_sequentially("s")
        page.wait_for_timeout(500)
        product.refresh_from_db()
        return "de" in product.values["title"] and product.values["title"]["en"] != "Brake pad"

    wait_for(is_saved, "the draft")
    assert product.values["title"]["de"] == "Bremsbelag"
    assert OpenedForm.objects.get().number > 0


INHERITED = {
    "text": "Ceramic",
    "long_text": "Two lines\nof text",
    "rich_text": "<p>Keep <b>dry</b></p>",
    "number": "12.70",
    "measure": {"amount": "0.50", "unit": "in"},
    "boolean": False,
    "date": "2026-02-28",
    "choice": "red",
    "multiple_choice": ["red", "blue"],
    "product": "KIT-1",
    "url": "https://example.com/a",
    "table": [{"size": "M", "count": "2"}, {"size": "L"}],
}


@pytest.fixture
def variant() -> Product:
    """A variant that has nothing of its own, of a product with a value of every type."""
    family = FamilyFactory()
    values = {
        **INHERITED,
        "asset": ImageFileFactory().asset.pk,
        "many": "o_57",
        "several": ["o_57"],
    }
    kinds = {**{code: code for code in values}, "many": "choice", "several": "multiple_choice"}
    for order, (code, kind) in enumerate(kinds.items()):
        unit = "mm" if kind == "measure" else ""
        attribute = AttributeFactory(code=code, label=f"My {code}", type=kind, unit=unit)
        FamilyAttributeFactory(family=family, attribute=attribute, sort_order=order)
        options = ["red", "blue", *(f"o_{n}" for n in range(60) if code in ("many", "several"))]
        if "choice" in kind:
            AttributeOption.objects.bulk_create(
                AttributeOption(attribute=attribute, code=one, label=one.title(), sort_order=n)
                for n, one in enumerate(options)
            )
    for code in ("size", "count"):
        table = Attribute.objects.get(code="table")
        AttributeColumn.objects.create(attribute=table, code=code, label=code.title())
    ProductFactory(sku="KIT-1", name="Kit")
    parent = ProductFactory(sku="PARENT", family=family, values=values)
    return ProductFactory(sku="VARIANT", family=family, parent=parent, live=False)


def publish(page: Page, product: Product) -> dict:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("updated and published.")).to_be_visible()
    product.refresh_from_db()
    return product.values


def test_a_value_of_every_type_starts_from_the_inherited_one_and_goes_back(open_page, variant):
    page = open_page(UserFactory(is_superuser=True))
    address = f"/admin/catalog/product/edit/{variant.pk}/#tab-attributes"
    page.goto(address)
    page.get_by_role("tab", name="Attributes").click()
    codes = list(variant.parent.values)
    for code in codes:
        button = slot(page, f"values-{code}").get_by_role("button", name="Override")
        button.click()
        expect(button, code).to_be_hidden()
    rich, kit = slot(page, "values-rich_text"), slot(page, "values-product")
    expect(rich.locator(".public-DraftEditor-content")).to_have_text("Keep dry")
    expect(kit.locator(".chooser__title")).to_contain_text("Kit")
    expect(slot(page, "values-table").get_by_label("Size")).to_have_count(2)
    # What was opened is changed as always.
    rich.locator(".public-DraftEditor-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" and cool")
    slot(page, "values-several").get_by_role("button", name="Remove").click()
    slot(page, "values-several").get_by_role("combobox").fill("blue")
    slot(page, "values-several").get_by_role("option", name="Blue").click()
    slot(page, "values-table").get_by_role("button", name="Remove row").last.click()
    values = publish(page, variant)
    assert values == {
        **variant.parent.values,
        "rich_text": values["rich_text"],
        "several": ["blue"],
        "table": INHERITED["table"][:1],
    }
    assert "Keep <b>dry and cool</b></p>" in values["rich_text"]

    page.goto(address)
    page.get_by_role("tab", name="Attributes").click()
    for code in codes:
        button = slot(page, f"values-{code}").get_by_role("button", name="Use the inherited value")
        button.click()
        expect(button, code).to_be_hidden()
    expect(kit.get_by_role("button", name="Choose")).to_be_visible()
    assert publish(page, variant) == {}
