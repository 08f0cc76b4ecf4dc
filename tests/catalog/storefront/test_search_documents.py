"""Whatever is registered as a part of the search documents of products keeps to the same rules."""

from collections import Counter
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.followers import followers
from catalog.fitment.search_tokens import fitment_tokens
from catalog.models import Product
from catalog.products import search_documents
from catalog.products.search_documents import (
    ROW_COLUMNS,
    SearchContent,
    SearchPart,
    register_search_part,
    search_parts,
)
from catalog.storefront.followers import followed_entities
from catalog.storefront.search.documents import product_documents
from search.registry import Document, get_index
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    ChannelFactory,
    FamilyFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db

PARTS = range(len(search_parts()))


@pytest.fixture
def product() -> Product:
    """A product about which every registered part has something to say."""
    AttributeFactory(code="width", type="measure", unit="mm", is_facet=True, is_searchable=True)
    family = FamilyFactory(code="pads", label="Pads", labels={"de": "Beläge"})
    ChannelFactory(code="print")
    parent = ProductFactory(
        family=family,
        values={"width": {"amount": "12.50", "unit": "mm"}},
        channel_values={"print": {"width": {"amount": "13", "unit": "mm"}}},
    )
    chassis = CategoryFactory(name="Chassis")
    product = ProductFactory(
        live=True,
        name="Pad",
        description="For discs.",
        brand=BrandFactory(name="Acme"),
        part_number="P-1",
        sku="S/1",
        gtin="00012345",
        family=family,
        category=CategoryFactory(name="Brakes", labels={"de": "Bremsen"}, parent=chassis),
        parent=parent,
    )
    product.additional_categories.add(CategoryFactory(name="Sale"))
    product.interchanges.create(brand_name="Other", number="X-9")
    product.save()
    FitmentFactory(product=product)
    PriceFactory(product=product, price_list=PriceListFactory(is_public=True), amount="9.90")
    return product


def rows(*products: Product) -> list[dict]:
    found = Product.objects.filter(pk__in=[product.pk for product in products])
    return list(found.values(*ROW_COLUMNS))


def test_a_document_has_what_all_parts_say(product):
    [document] = product_documents([product.pk])
    main, [further] = product.category, product.additional_categories.all()
    keys = sorted([main.get_parent().pk, main.pk, further.pk])
    names = {main.pk: "Brakes Bremsen", main.get_parent().pk: "Chassis", further.pk: "Sale"}
    fitment, price = product.fitments.get(), product.prices.get()
    tokens = fitment_tokens(fitment.make_id, fitment.model_id, fitment.year_from, fitment.year_to)
    assert document == Document(
        object_id=product.pk,
        title="Pad",
        label="Acme P-1",
        keywords=" ".join(["Acme", "Pads", "Beläge", *(names[key] for key in keys)]),
        attributes="12.5 mm",
        description="For discs.",
        number="P-1",
        numbers=("P1", "S1", "00012345", "12345"),
        other_numbers=("X9",),
        facets={
            "brand": [str(product.brand_id)],
            "category": [str(key) for key in keys],
            "status": ["active"],
            "family": ["pads"],
            "values.width": ["12.5"],
        },
        tokens={"vehicle": sorted(tokens)},
        measures={"values.width": [Decimal("12.50")]},
        newest=int(product.created_at.timestamp()),
        price=price.amount,
    )


@pytest.mark.parametrize("number", PARTS)
def test_a_part_makes_as_many_queries_for_many_products_as_for_one(number, product):
    part = search_parts()[number]
    others = [ProductFactory(live=True) for _ in range(3)]
    FitmentFactory(product=others[0])
    PriceFactory(product=others[1], price_list=product.prices.get().price_list)
    counts = []
    for asked in ([product], [product, *others]):
        asked_rows = rows(*asked)
        with CaptureQueriesContext(connection) as queries:
            found = part.read(asked_rows)
        counts.append(len(queries))
        assert found.keys() <= {one.pk for one in asked}
    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize("number", PARTS)
def test_a_part_says_something_and_only_by_the_tokens_that_it_names(number, product):
    part = search_parts()[number]
    [row] = rows(product)
    row["values"] = {"width": {"amount": "12.50", "unit": "mm"}}
    content = part.read([row])[product.pk]
    assert content != SearchContent()
    assert content.tokens.keys() == part.token_fields


def test_no_two_parts_say_the_same_thing(product):
    [row] = rows(product)
    row["values"] = {"width": {"amount": "12.50", "unit": "mm"}}
    contents = [part.read([row])[product.pk] for part in search_parts()]
    for names in ("facets", "tokens", "measures"):
        used = Counter(name for content in contents for name in getattr(content, names))
        assert used
        assert max(used.values()) == 1, names
    assert [content.price for content in contents if content.price is not None] == [Decimal("9.90")]


NAMED_BY = [(number, entity) for number in PARTS for entity in search_parts()[number].named_by]


@pytest.mark.parametrize(("number", "entity"), NAMED_BY)
def test_the_products_that_name_a_record_are_found(number, entity, product):
    stranger = ProductFactory()
    records = apps.get_model(entity).objects.exclude(pk__in=_named_by_stranger(entity, stranger))
    keys = list(records.values_list("pk", flat=True))
    if entity == "catalog.category":
        # A category above that of the product.
        keys = [product.category.get_parent().pk]
    assert keys
    found = set(search_parts()[number].named_by[entity](keys))
    assert product in found
    assert stranger not in found


def _named_by_stranger(entity: str, stranger: Product) -> list[int]:
    name = entity.removeprefix("catalog.")
    return [getattr(stranger, f"{name}_id")] if hasattr(stranger, f"{name}_id") else []


def test_the_index_and_its_followers_know_every_part():
    names = frozenset().union(*(part.token_fields for part in search_parts()))
    assert get_index("products").token_fields == names
    [follower] = [one for name, one in followers().items() if name == "search_postgresql"]
    assert follower.entities == followed_entities()


def test_what_another_subject_registers_is_in_the_document(product, monkeypatch):
    monkeypatch.setattr(search_documents, "_parts", [*search_parts()])
    due = SearchContent(keywords=["tomorrow"], facets={"due": ["1"]})
    register_search_part(SearchPart(read=lambda rows: {product.pk: due}))
    [document] = product_documents([product.pk])
    assert document.keywords.endswith(" tomorrow")
    assert document.facets["due"] == ["1"]
