"""A variant shows its own values, and its parent's where it has none, everywhere."""

import json

import pytest
from django.utils import timezone

from audit.followers import Change
from catalog.models import Attribute
from catalog.products.queries.effective_values import effective_values, merged_values
from catalog.storefront.followers import index_changes
from catalog.storefront.queries.cards import product_cards
from catalog.storefront.queries.product_page import product_page_context
from catalog.storefront.search.documents import product_documents
from feeds.files import stored_path
from feeds.models import Feed, FeedRun
from feeds.services import write_feed
from jobs.progress import JobProgress
from search.engine import SearchQuery, search
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)
from tests.factories.feeds import FeedFactory

pytestmark = pytest.mark.django_db
Type = Attribute.Type


@pytest.fixture
def variant():
    """A red variant of a steel part, with an English text of its own and a German one inherited."""
    family = FamilyFactory()
    AttributeFactory(code="colour", label="Colour", is_facet=True)
    AttributeFactory(code="material", label="Material", is_facet=True, is_searchable=True)
    AttributeFactory(code="text", label="Text", is_localizable=True, is_per_channel=True)
    AttributeFactory(code="length", label="Length", type=Type.MEASURE)
    for code in ("colour", "material", "text", "length"):
        FamilyAttributeFactory(
            family=family,
            attribute=Attribute.objects.get(code=code),
            is_variant_axis=code == "colour",
        )
    parent = ProductFactory(
        family=family,
        live=True,
        values={
            "material": "steel",
            "text": {"en": "common", "de": "gemeinsam"},
            "length": {"amount": "1", "unit": "mm"},
        },
        channel_values={"web": {"text": {"de": "im Netz"}}},
    )
    return ProductFactory(
        family=family,
        parent=parent,
        live=True,
        values={"colour": "red", "text": {"en": "own"}, "length": {"amount": "2"}},
    )


def test_values_are_laid_over_those_of_the_parent_language_by_language(variant):
    assert effective_values(variant) == {
        "colour": "red",
        "material": "steel",
        "text": {"en": "own", "de": "gemeinsam"},
        "length": {"amount": "2"},
    }
    assert merged_values({"a": "1"}, {}, {}) == {"a": "1"}


def test_the_page_shows_inherited_values_and_the_variants_beside(variant, client):
    sister = ProductFactory(
        family=variant.family, parent=variant.parent, live=True, values={"colour": "blue"}
    )
    ProductFactory(family=variant.family, parent=variant.parent, live=False)
    context = product_page_context(variant)
    texts = {row.label: row.text for block in context["attribute_blocks"] for row in block.rows}
    assert (texts["Colour"], texts["Material"]) == ("red", "steel")
    table = context["variants"]
    page = client.get(variant.get_absolute_url()).content.decode()
    assert f'href="{variant.parent.get_absolute_url()}"' in page
    assert table.axes == ("Colour",)
    assert [(row.part_number, row.texts, row.is_current) for row in table.rows] == [
        (sister.part_number, ("blue",), False),
        (variant.part_number, ("red",), True),
    ]
    assert len(product_page_context(variant.parent)["variants"].rows) == 2
    assert ("Material", "steel") in product_cards([variant.pk])[0].facts


def test_search_finds_a_variant_by_what_its_parent_says_and_follows_the_parent(variant, settings):
    settings.ELASTICSEARCH_URL = ""
    document = next(iter(product_documents([variant.pk])))
    assert document.facets["values.material"] == ["steel"]
    variant.parent.values = {"material": "titanium"}
    variant.parent.save()
    renamed = Change("catalog.product", variant.parent_id, "", "updated", timezone.now())
    index_changes([renamed], backend="postgresql")
    found = search(SearchQuery(index="products", filters={"values.material": ["titanium"]}))
    assert set(found.ids) == {variant.pk, variant.parent_id}


@pytest.mark.parametrize(
    ("channel", "locale", "text"),
    [
        ("", "de", "gemeinsam"),
        ("", "en", "own"),
        ("web", "de", "im Netz"),
        ("web", "fr", "own"),
        ("web", "en", "own"),
    ],
)
def test_a_feed_writes_what_the_variant_inherits(variant, channel, locale, text):
    feed = FeedFactory(
        format=Feed.Format.JSON_LINES,
        channel=ChannelFactory(code=channel or "other"),
        locale=locale,
        columns=[("sku", "sku"), ("text", "values.text"), ("material", "values.material")],
    )
    run = write_feed(run=FeedRun.objects.create(feed=feed), progress=JobProgress())
    lines = map(json.loads, stored_path(run.file).read_text().splitlines())
    row = next(line for line in lines if line["sku"] == variant.sku)
    assert (row["text"], row["material"]) == (text, "steel")
