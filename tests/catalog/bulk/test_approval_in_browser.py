"""A bulk edit of 50 published products: sent by clicks, decided by keyboard."""

import pytest
from playwright.sync_api import expect

from catalog.models import BulkChange, Product
from tests.factories.bulk_approvals import person, sent
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)
from tests.jobs.worker import wait_for_end

pytestmark = [
    pytest.mark.browser,
    pytest.mark.queue,
    pytest.mark.django_db(transaction=True),
]
SENT = 50


@pytest.fixture
def change():
    """What an editor has sent to review."""
    family = FamilyFactory(code="pads", label="Pads")
    FamilyAttributeFactory(family=family, attribute=AttributeFactory(code="finish", label="Finish"))
    common = {"family": family, "brand": BrandFactory(), "values": {"finish": "Matt"}}
    for number in range(SENT):
        ProductFactory(sku=f"PAD-{number:02}", **common)
    operation = {"target": "values.finish", "action": "set", "value": "Gloss"}
    return sent(operation, user=person("editor", username="editor"), note="New finish")


def test_a_reviewer_sends_one_back_and_approves_the_others_by_keyboard(worker, open_page, change):
    page = open_page(person("reviewer", username="reviewer"))
    page.goto(f"/admin/catalog/bulk-edit/{change.pk}/")
    expect(page.get_by_text(f"{SENT} products wait")).to_be_visible()
    expect(page.get_by_role("button", name="Send back selected")).to_be_disabled()
    for key in ("j", "j", "x"):
        page.keyboard.press(key)
    expect(page.get_by_role("checkbox", name="Tick PAD-01")).to_be_checked()
    page.keyboard.press("c")
    page.keyboard.type("This one stays matt")
    button = page.get_by_role("button", name="Send back selected")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("49 products wait")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    finishes = list(Product.objects.values_list("values__finish", flat=True))
    assert (finishes.count("Gloss"), finishes.count("Matt")) == (49, 1)
    returned = BulkChange.objects.get(split_from=change)
    assert (returned.state, returned.sent_by) == ("sent_back", change.sent_by)
    wait_for_end(BulkChange.objects.get(pk=change.pk).job)
