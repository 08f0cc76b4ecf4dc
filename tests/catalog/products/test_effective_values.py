"""A variant shows its own values, and its parent's where it has none, everywhere."""

import json

import pytest
from django.utils import timezone

from audit.followers import Change
from catalog.listing.queries.ordering import ValueOrder
from catalog.listing.queries.value_pagination import ValuePagination
from catalog.listing.wagtail_admin.columns import listing_columns, shown_value
from catalog.models import Attribute, Product
from catalog.products.queries.effective_values import effective_values
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
    """A red variant of a steel part, with an English text where its parent has a German one too."""
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
            "text": {"en": "common", "de": "Stammtext"},
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


def test_a_variant_inherits_a_text_in_all_languages_together_or_not_at_all(variant):
    assert effective_values(variant) == {
        "colour": "red",
        "material": "steel",
        "text": {"en": "own"},
        "length": {"amount": "2"},
    }
    variant.values = {"colour": "red", "text": {"en": ""}}
    assert effective_values(variant)["text"] == {"en": "common", "de": "Stammtext"}
    on_the_web = effective_values(variant, channel="web")
    assert on_the_web["text"] == {"en": "common", "de": "im Netz"}


def test_a_page_in_german_shows_the_variants_own_english_text_and_not_the_parents(variant, client):
    page = client.get(variant.get_absolute_url(), headers={"accept-language": "de"})
    assert "Stammtext" not in page.content.decode()
    assert "<dd>own</dd>" in page.content.decode().replace("\n", "").replace("  ", "")


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


def test_the_admin_list_shows_and_sorts_by_the_text_that_holds(variant):
    listed = listing_columns()["values.text.de"]
    heir = ProductFactory(
        family=variant.family, parent=variant.parent, values={"colour": "blue", "text": {"de": ""}}
    )
    assert [shown_value(one, listed) for one in (variant, heir)] == ["", "Stammtext"]
    order = ValuePagination(ValueOrder(listed.attribute, "de"), falling=False)
    products = [variant.parent_id, heir.pk, variant.pk]
    assert order.sorted(products) == products
    assert order.first(Product.objects.all(), 10) == products


@pytest.mark.parametrize(
    ("channel", "locale", "text"),
    [
        ("", "de", "own"),
        ("", "en", "own"),
        ("web", "de", "own"),
        ("web", "fr", "own"),
        ("web", "en", "own"),
    ],
)
def test_a_feed_writes_what_the_variant_inherits(variant, channel, locale, text):
    feed = FeedFactory(
        format=Feed.Format.JSON_LINES,
        channel=ChannelFactory(code=channel or "other"),
        locale=locale,
        columns=[
            ("sku", "sku"),
            ("text", "values.text"),
            ("material", "values.material"),
            ("length", "values.length"),
            ("unit", "values.length.unit"),
        ],
    )
    run = write_feed(run=FeedRun.objects.create(feed=feed), progress=JobProgress())
    lines = map(json.loads, stored_path(run.file).read_text().splitlines())
    row = next(line for line in lines if line["sku"] == variant.sku)
    assert (row["text"], row["material"]) == (text, "steel")
    # No amount of its own with the unit of its parent.
    assert (row["length"], row["unit"]) == (2, None)
