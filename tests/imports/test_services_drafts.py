"""An import and the drafts that editors have open."""

import pytest

from catalog.models import Product
from tests.factories.catalog import ProductFactory
from tests.factories.imports import ImportProfileFactory, applied

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(brand, family):
    return ImportProfileFactory(default_brand=brand, default_family=family)


@pytest.fixture
def product(brand, family):
    return ProductFactory(
        sku="S1", name="Old", description="Long", brand=brand, family=family,
        values={"teeth": "5", "coated": True},
    )  # fmt: skip


def test_the_form_shows_the_import_where_nothing_was_open(profile, product):
    product.save_revision().publish()
    applied("sku,name\nS1,New\n", profile)
    product = Product.objects.get()
    assert product.latest_revision_id is None
    assert product.get_latest_revision_as_object().name == "New"
    assert product.revisions.count() == 1


def test_an_open_draft_takes_what_it_did_not_touch_and_keeps_what_it_did(profile, product):
    draft = Product.objects.get()
    draft.name = "Editor's name"
    draft.values = {**draft.values, "teeth": "7"}
    draft.save_revision()
    run = applied("sku,name,gtin,teeth,coated\nS1,New,12345678,6,no\n", profile)
    product = Product.objects.get()
    assert (product.name, product.gtin) == ("New", "12345678")
    assert product.values == {"teeth": "6", "coated": False}
    assert product.has_unpublished_changes
    latest = product.get_latest_revision_as_object()
    assert (latest.name, latest.gtin, latest.description) == ("Editor's name", "12345678", "Long")
    assert latest.values == {"teeth": "7", "coated": False}
    assert run.details["drafts"] == {
        "carried": 1,
        "kept": [{"sku": "S1", "fields": ["name", "teeth"]}],
    }
