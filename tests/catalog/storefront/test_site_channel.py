"""The public site shows, finds and filters by the values of the channel that is this website."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from audit.followers import Change
from catalog.models import Attribute, AttributeOption, Channel, Completeness, Product
from catalog.quality.services.completeness import recalculate_completeness
from catalog.storefront.followers import followed_entities, index_changes
from catalog.storefront.queries.cards import product_cards
from catalog.storefront.search.documents import product_documents
from search.engine import SearchQuery, search
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db
Type = Attribute.Type

# code -> (what its attribute is, what the channel alone has, what pages show of it)
ONLY_IN_THE_CHANNEL = {
    "finish": ({}, "zinc plated", "zinc plated"),
    "claim": ({"is_localizable": True}, {"en": "Stops sooner"}, "Stops sooner"),
    "colour": ({"type": Type.CHOICE}, "red", "Bright red"),
    "teeth": ({"type": Type.NUMBER}, "48", "48"),
}


@pytest.fixture
def site() -> Channel:
    return ChannelFactory(code="web", locales=["en", "de"], is_site_channel=True)


@pytest.fixture(params=[False, True], ids=["own", "of the parent"])
def product(request, site) -> Product:
    """A product whose values stand in the site's channel alone; its own, or those of its parent."""
    family = FamilyFactory()
    for code, (described, *_rest) in ONLY_IN_THE_CHANNEL.items():
        attribute = AttributeFactory(
            code=code, is_per_channel=True, is_facet=True, is_searchable=True, **described
        )
        link = FamilyAttributeFactory(family=family, attribute=attribute)
        link.required_for.set([site])
        link.save()
    colour = Attribute.objects.get(code="colour")
    AttributeOption.objects.create(attribute=colour, code="red", label="Bright red")
    own = {code: stored for code, (_described, stored, _text) in ONLY_IN_THE_CHANNEL.items()}
    holder = ProductFactory(
        family=family, live=True, channel_values={"web": own, "print": {"finish": "bare"}}
    )
    if not request.param:
        return holder
    return ProductFactory(family=family, parent=holder, live=True)


def indexed(product: Product) -> None:
    change = Change("catalog.product", product.pk, "", "updated", timezone.now())
    index_changes([change], backend="postgresql")


def test_the_page_shows_them(product, client):
    page = client.get(product.get_absolute_url()).content.decode()
    for _described, _stored, text in ONLY_IN_THE_CHANNEL.values():
        assert text in page
    assert "bare" not in page


def test_the_card_shows_them_among_its_facts(product, django_assert_num_queries):
    product_cards([product.pk])
    with django_assert_num_queries(4 if product.parent_id else 3):
        card = product_cards([product.pk])[0]
    assert {text for _label, text in card.facts} <= {
        text for *_rest, text in ONLY_IN_THE_CHANNEL.values()
    }
    assert len(card.facts) == 3


def test_the_search_document_and_its_facets_have_them(product):
    document = next(iter(product_documents([product.pk])))
    for text in ("zinc plated", "Stops sooner", "Bright red"):
        assert text in document.attributes
    assert document.facets["values.colour"] == ["red"]
    assert document.facets["values.finish"] == ["zinc plated"]
    assert "bare" not in document.attributes


def test_a_search_finds_the_product_by_them(product, settings):
    settings.ELASTICSEARCH_URL = ""
    indexed(product)
    assert product.pk in search(SearchQuery(index="products", text="sooner")).ids
    filtered = search(SearchQuery(index="products", filters={"values.colour": ["red"]}))
    assert product.pk in filtered.ids


def test_another_channel_becomes_the_site_and_the_index_follows(product, site, settings):
    settings.ELASTICSEARCH_URL = ""
    indexed(product)
    site.is_site_channel = False
    site.save()
    ChannelFactory(code="print", is_site_channel=True)
    assert "catalog.channel" in followed_entities()
    moved = Change("catalog.channel", site.pk, "", "updated", timezone.now())
    index_changes([moved], backend="postgresql")
    assert search(SearchQuery(index="products", text="sooner")).ids == []
    assert product.pk in search(SearchQuery(index="products", text="bare")).ids


@pytest.mark.parametrize("locale", ["en", "de"])
def test_what_completeness_counts_for_the_site_is_what_its_page_says_in_that_language(
    product, client, locale
):
    recalculate_completeness(product_ids=[product.pk])
    row = Completeness.objects.get(product=product, channel__code="web", locale=locale)
    assert row.missing == ([] if locale == "en" else ["values.claim"])
    with override(locale):
        page = client.get(product.get_absolute_url(), headers={"accept-language": locale})
    # The site's own language stands in for the one that is missing.
    assert "Stops sooner" in page.content.decode()
