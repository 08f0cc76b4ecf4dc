"""New products with errors wait as drafts; rows that break published ones are refused."""

import pytest
from django.core.files.storage import storages
from psycopg.sql import SQL

from catalog.models import Product, QualityRule
from catalog.products import publication_checks
from catalog.products.publication_checks import PublicationCheck
from tests.factories.catalog import ChannelFactory, ProductFactory, QualityRuleFactory
from tests.factories.imports import ImportProfileFactory, applied

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(brand, family):
    return ImportProfileFactory(default_brand=brand, default_family=family)


@pytest.fixture
def rule():
    rule = QualityRuleFactory(
        name="Name is not shouted",
        severity=QualityRule.Severity.ERROR,
        requirement={"conditions": [{"field": "name", "operator": "not_in_capitals"}]},
    )
    rule.blocks.set([ChannelFactory(is_site_channel=True)])
    rule.save()
    return rule


def test_a_new_product_with_an_error_becomes_a_draft(profile, rule):
    run = applied("sku,name\nS1,PAD\nS2,Disc\n", profile)
    assert (run.created, run.rejected, run.details["held_back"]) == (2, 0, 1)
    assert set(Product.objects.live().values_list("sku", flat=True)) == {"S2"}
    draft = Product.objects.get(sku="S1")
    assert (draft.has_unpublished_changes, draft.first_published_at) == (True, None)
    assert not draft.history.get().live


def test_a_row_that_breaks_a_published_product_is_refused_and_the_others_are_imported(
    profile, rule, brand, family
):
    for sku in ("S1", "S2"):
        ProductFactory(sku=sku, name="Old", live=True, brand=brand, family=family)
    run = applied("sku,name\nS1,PAD\nS2,Disc\nS3,New\n", profile)
    assert (run.created, run.updated, run.rejected) == (1, 1, 1)
    assert dict(Product.objects.values_list("sku", "name")) == {
        "S1": "Old",
        "S2": "Disc",
        "S3": "New",
    }
    with storages["private"].open(run.rejects_file) as file:
        assert (
            "The published product would break these rules: Name is not shouted"
            in file.read().decode()
        )
    assert Product.objects.get(sku="S1").history.count() == 1


def test_a_draft_may_be_wrong(profile, rule, brand, family):
    ProductFactory(sku="S1", name="Old", live=False, brand=brand, family=family)
    run = applied("sku,name\nS1,PAD\n", profile)
    assert (run.updated, run.rejected) == (1, 0)


def test_an_import_asks_every_registered_check(profile, brand, family, monkeypatch):
    pads = PublicationCheck(
        refusals=lambda products: {},
        stored_refusals=lambda keys: {
            key: ["No pads"]
            for key in Product.objects.filter(pk__in=keys, name="PAD").values_list("pk", flat=True)
        },
        condition=lambda: SQL("product.name = 'PAD'"),
        words="It is a pad.",
    )
    monkeypatch.setattr(publication_checks, "_checks", [pads])
    ProductFactory(sku="S1", name="Old", live=True, brand=brand, family=family)
    run = applied("sku,name\nS1,PAD\nS2,PAD\nS3,Disc\n", profile)
    assert (run.created, run.rejected, run.details["held_back"]) == (2, 1, 1)
    assert set(Product.objects.live().values_list("sku", "name")) == {("S1", "Old"), ("S3", "Disc")}
