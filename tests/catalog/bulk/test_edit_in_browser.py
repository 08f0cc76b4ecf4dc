"""A bulk edit by clicks: a whole filter, the counted preview, live progress, undo, a conflict."""

import json
from contextlib import contextmanager
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import expect

from catalog.models import Product
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.queue,
    pytest.mark.django_db(transaction=True),
]
CHOSEN = 60


@pytest.fixture
def pads():
    """More products of one family than a page of the listing shows, and one of another."""
    family = FamilyFactory(code="pads", label="Pads")
    finish = AttributeFactory(code="finish", label="Finish")
    FamilyAttributeFactory(family=family, attribute=finish)
    common = {"family": family, "brand": BrandFactory(), "values": {"finish": "Matt"}}
    pads = [ProductFactory(sku=f"PAD-{n:02}", live=False, **common) for n in range(CHOSEN)]
    ProductFactory(sku="OTHER", live=False, values={"finish": "Matt"})
    return pads


@contextmanager
def held_up():
    """Somebody holds the last product, so that the job cannot end yet."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as other:
        other.execute("SELECT FROM catalog_product WHERE sku = 'PAD-59' FOR UPDATE")
        yield


def finishes() -> dict[str, int]:
    found = Product.objects.values_list("values__finish", flat=True)
    return {value: list(found).count(value) for value in set(found)}


def test_a_whole_filter_is_edited_and_undone(worker, open_page, pads):
    page = open_page(UserFactory(is_superuser=True))
    of_family = json.dumps({"field": "family", "operator": "is", "value": "pads"})
    page.goto(f"/admin/catalog/product/?{urlencode({'f': of_family})}")
    page.locator("thead input[type=checkbox]").check()
    page.get_by_role("button", name="Select all snippets in listing").click()
    page.get_by_role("link", name="Edit the selected products").click()
    expect(page.get_by_text(f"{CHOSEN} products")).to_be_visible()
    page.locator("#id_change-0-target").select_option(label="Finish")
    page.locator("#id_change-0-value").fill("Gloss")
    page.get_by_role("button", name="Preview changes").click()

    change = page.get_by_role("button", name=f"Change {CHOSEN} products")
    expect(change).to_be_visible()
    sample = page.get_by_role("row").filter(has_text="PAD-00")
    expect(sample.locator("del")).to_have_text("Matt")
    expect(sample.locator("ins")).to_have_text("Gloss")
    assert finishes() == {"Matt": CHOSEN + 1}, "counting changes nothing"

    with held_up():
        change.click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        expect(page.get_by_text("Writing products")).to_be_visible()
    # The page follows by itself.
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    expect(page.get_by_text("It can be undone until")).to_be_visible()
    assert finishes() == {"Gloss": CHOSEN, "Matt": 1}

    Product.objects.filter(pk=pads[7].pk).update(values={"finish": "Satin"})
    page.get_by_role("button", name="Undo").click()
    left = page.get_by_role("row").filter(has_text="PAD-07").filter(has_text="Not undone")
    expect(left).to_contain_text("Finish was changed since then.")
    assert finishes() == {"Matt": CHOSEN, "Satin": 1}
