"""What a product lacks, by channel and language."""

import pytest

from catalog.models import Completeness
from catalog.quality.services.completeness import recalculate_completeness, recalculate_everything
from jobs.progress import JobProgress
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def web():
    return ChannelFactory(code="web", locales=["en", "de"])


@pytest.fixture
def family(web):
    family = FamilyFactory()
    for code, localizable, required in [
        ("thickness", False, True),
        ("features", True, True),
        ("colour", False, False),
    ]:
        attribute = AttributeFactory(code=code, is_localizable=localizable)
        row = FamilyAttributeFactory(family=family, attribute=attribute)
        if required:
            row.required_for.set([web])
            row.save()
    return family


def missing(product) -> dict[tuple[str, str], list[str]]:
    rows = Completeness.objects.filter(product=product).select_related("channel")
    return {(row.channel.code, row.locale): row.missing for row in rows}


def test_each_channel_and_language_lists_what_is_missing(family):
    product = ProductFactory(family=family, values={"features": {"en": "Quiet"}})
    recalculate_completeness(product_ids=[product.pk])
    assert missing(product) == {
        ("web", "en"): ["values.thickness"],
        ("web", "de"): ["values.features", "values.thickness"],
    }
    assert Completeness.objects.get(product=product, locale="en").percent == 50


def test_a_variant_inherits_its_parents_values(family):
    parent = ProductFactory(family=family, values={"thickness": "12.70", "features": {"en": "Q"}})
    heir = ProductFactory(family=family, parent=parent, values={"features": {"de": ""}})
    german = ProductFactory(family=family, parent=parent, values={"features": {"de": "Leise"}})
    recalculate_completeness(product_ids=[parent.pk])
    assert missing(heir) == {("web", "en"): [], ("web", "de"): ["values.features"]}
    # A text is inherited in all languages together or not at all.
    assert missing(german) == {("web", "en"): ["values.features"], ("web", "de"): []}


def test_an_asset_role_that_the_channel_requires_is_missing_until_it_is_there(web):
    web.required_asset_roles = ["primary"]
    web.save()
    product = ProductFactory()
    recalculate_completeness()
    assert missing(product)["web", "en"] == ["asset.primary"]


def test_a_channels_own_value_counts_for_that_channel(web, family):
    other = ChannelFactory(code="shop", locales=["en"])
    attribute = AttributeFactory(code="title", is_per_channel=True)
    row = FamilyAttributeFactory(family=family, attribute=attribute)
    row.required_for.set([web, other])
    row.save()
    product = ProductFactory(family=family, channel_values={"shop": {"title": "Pads"}})
    recalculate_completeness()
    assert missing(product)["shop", "en"] == []
    assert "values.title" in missing(product)["web", "en"]


@pytest.mark.parametrize("empty", ["", [], {}, None])
def test_an_empty_value_is_missing(family, empty):
    product = ProductFactory(family=family, values={"thickness": empty})
    recalculate_completeness()
    assert "values.thickness" in missing(product)["web", "en"]


def test_a_job_goes_through_the_whole_catalog_in_spans(family, monkeypatch):
    monkeypatch.setattr("catalog.quality.services.completeness.SPAN", 2)
    products = ProductFactory.create_batch(5, family=family)
    other = ProductFactory()
    assert recalculate_everything(progress=JobProgress(), families=[family.pk]) == 10
    assert all(missing(product)["web", "en"] for product in products)
    assert not missing(other)


def test_only_what_changed_is_written(family):
    ProductFactory.create_batch(3, family=family)
    assert recalculate_completeness() == 6
    assert recalculate_completeness() == 0


def test_a_language_that_a_channel_no_longer_speaks_is_taken_out(web, family):
    product = ProductFactory(family=family)
    recalculate_completeness()
    web.locales = ["en"]
    web.save()
    recalculate_completeness()
    assert set(missing(product)) == {("web", "en")}


def test_any_number_of_products_takes_one_statement(family, django_assert_max_num_queries):
    ids = [product.pk for product in ProductFactory.create_batch(20, family=family)]
    with django_assert_max_num_queries(4):  # the statement, its setting and transaction
        recalculate_completeness(product_ids=ids)
