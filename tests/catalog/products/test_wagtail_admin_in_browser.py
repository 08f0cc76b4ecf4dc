"""What an editor does in a real browser: model, edit and publish without a restart."""

import pytest
from playwright.sync_api import expect

from catalog.models import Attribute, Product
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ProductFactory
from tests.jobs.worker import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_page):
    """A browser page of an administrator."""
    return open_page(UserFactory(is_superuser=True))


def test_an_attribute_added_to_a_family_is_filled_and_published_without_a_restart(page):
    product = ProductFactory(live=False)
    AttributeFactory(code="bore", label="Bore", type=Attribute.Type.NUMBER)
    edit = f"/admin/catalog/product/edit/{product.pk}/"
    page.goto(edit)
    page.get_by_role("tab", name="Attributes").click()
    expect(page.get_by_text("The family has no attributes yet.")).to_be_visible()

    page.goto(f"/admin/catalog/family/edit/{product.family_id}/")
    page.get_by_role("tab", name="Attributes").click()
    page.get_by_label("Attributes to add").select_option(label="Bore")
    page.get_by_role("button", name="Add to the family").click()
    expect(page.get_by_role("row", name="Bore")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("updated.")).to_be_visible()

    page.goto(edit)
    page.get_by_role("tab", name="Attributes").click()
    page.get_by_role("textbox", name="Bore").fill("12.70")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("updated and published.")).to_be_visible()
    product.refresh_from_db()
    assert (product.live, product.values) == (True, {"bore": "12.70"})


def test_what_is_typed_is_kept_as_a_draft_by_itself(page):
    product = ProductFactory(live=True, name="Pad")
    page.goto(f"/admin/catalog/product/edit/{product.pk}/")

    def is_kept() -> bool:
        # What stands there before Wagtail has looked at the form for the first time is no edit.
        page.locator("#id_name").press_sequentially("!")
        page.wait_for_timeout(500)
        return saved(product).has_unpublished_changes

    wait_for(is_kept, "the draft")
    assert saved(product).name == "Pad"
    assert saved(product).get_latest_revision_as_object().name.startswith("!")


def saved(product) -> Product:
    return Product.objects.get(pk=product.pk)
