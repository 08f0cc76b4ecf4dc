"""Which value holds is one rule: of one product in Python, of many in SQL, and for all who ask."""

import json

import pytest
from django.db import connection
from django.utils.translation import override
from hypothesis import given, seed
from hypothesis import strategies as st
from psycopg.sql import SQL

from catalog.attribute_types.holding import (
    EMPTY,
    fallback_locales,
    resolve,
    resolved_sql,
    stored_at,
)
from catalog.models import Attribute, Product
from catalog.products.queries.effective_values import effective_values
from catalog.quality.services.completeness import measured_sql
from catalog.schema.queries.value_text import in_language
from catalog.segments.scope import Filter, Scope
from catalog.segments.stored_values import StoredValue
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)
from tests.soak import SEED
from tests.texts import exhaustive

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "de"]
CHANNELS = ["", "web", "other"]
texts = st.sampled_from([None, "", "A", "B", "[]", "{}"])
lists = st.sampled_from([None, [], ["a"], ["a", "b"]])
by_language = st.dictionaries(st.sampled_from(["en", "de", "fr"]), texts, max_size=3)
described = {
    "plain": {},
    "plain_channel": {"is_per_channel": True},
    "text": {"is_localizable": True},
    "text_channel": {"is_localizable": True, "is_per_channel": True},
    "answers": {"type": Attribute.Type.MULTIPLE_CHOICE, "is_per_channel": True},
}
drawn_values = st.fixed_dictionaries(
    {},
    optional={
        "plain": texts,
        "plain_channel": texts,
        "text": by_language,
        "text_channel": by_language | st.just("not by language"),
        "answers": lists,
    },
)
drawn_documents = st.tuples(
    drawn_values, st.dictionaries(st.sampled_from(CHANNELS[1:]), drawn_values, max_size=2)
)


class World:
    """A variant and its parent, whose documents are drawn, and attributes of every kind."""

    def __init__(self):
        web = ChannelFactory(code="web", locales=LANGUAGES)
        family = FamilyFactory()
        self.attributes = [AttributeFactory(code=code, **more) for code, more in described.items()]
        for attribute in self.attributes:
            link = FamilyAttributeFactory(family=family, attribute=attribute)
            link.required_for.set([web])
            link.save()
        self.parent = ProductFactory(family=family)
        self.product = ProductFactory(family=family, parent=self.parent)

    def fill(self, own, inherited):
        for product, (values, by_channel) in [(self.product, own), (self.parent, inherited)]:
            product.values, product.channel_values = values, by_channel
            Product.objects.filter(pk=product.pk).update(values=values, channel_values=by_channel)

    def questions(self):
        for attribute in self.attributes:
            for channel in CHANNELS:
                for locale in LANGUAGES:
                    yield attribute, channel, locale

    def holding(self, attribute, channel, locales):
        owners = [self.product, self.parent]
        found = resolve(attribute, owners, locales=locales, channel=channel)
        return found.value if found else None


@pytest.fixture
def world():
    return World()


def rows_of(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


@seed(SEED)
@exhaustive
@given(drawn_documents, drawn_documents)
def test_feeds_find_what_python_finds(world, own, inherited):
    world.fill(own, inherited)
    asked = list(world.questions())
    columns = [
        resolved_sql(
            attribute,
            stored_at,
            locales=fallback_locales(locale),
            channel=channel,
            owners=("product", "parent"),
        )
        for attribute, channel, locale in asked
    ]
    [found] = rows_of(
        SQL(
            "SELECT {} FROM catalog_product product"
            " JOIN catalog_product parent ON parent.id = product.parent_id"
        ).format(SQL(", ").join(columns))
    )
    expected = [
        world.holding(attribute, channel, fallback_locales(locale))
        for attribute, channel, locale in asked
    ]
    assert list(map(as_python, found)) == expected


def as_python(stored):
    """What stands in a jsonb that Django left as text."""
    return json.loads(stored) if isinstance(stored, str) else stored


@seed(SEED)
@exhaustive
@given(drawn_documents, drawn_documents)
def test_pages_cards_and_search_documents_find_what_python_finds(world, own, inherited):
    world.fill(own, inherited)
    for channel in CHANNELS:
        document = effective_values(world.product, channel=channel)
        for attribute in world.attributes:
            for locale in LANGUAGES:
                with override(locale):
                    shown = as_shown(attribute, document.get(attribute.code))
                assert shown == world.holding(attribute, channel, fallback_locales(locale))


def as_shown(attribute, stored):
    """What a page takes of a stored value; an empty one shows as nothing."""
    if attribute.is_localizable:
        return in_language(stored) if isinstance(stored, dict) else None
    return None if stored in EMPTY else stored


@seed(SEED)
@exhaustive
@given(drawn_documents, drawn_documents)
def test_completeness_misses_what_python_does_not_find_in_that_language(world, own, inherited):
    world.fill(own, inherited)
    statement = measured_sql("p.id = %s")
    rows = rows_of(statement, world.product.pk)
    found = {locale: missing for _id, _channel, locale, _required, missing in rows}
    for locale in LANGUAGES:
        lacking = [
            f"values.{one.code}"
            for one in world.attributes
            if world.holding(one, "web", [locale]) is None
        ]
        assert sorted(found[locale]) == sorted(lacking)


@seed(SEED)
@exhaustive
@given(drawn_documents, drawn_documents)
def test_segments_compare_what_python_finds_in_that_language(world, own, inherited):
    world.fill(own, inherited)
    asked = list(world.questions())
    whole = Filter(pytest.fail)
    columns = {
        f"v{number}": StoredValue(attribute).text(
            Scope(whole, {"channel": channel}), locale if attribute.is_localizable else None
        )
        for number, (attribute, channel, locale) in enumerate(asked)
    }
    products = Product.objects.filter(pk=world.product.pk).annotate(**columns)
    [found] = products.values_list(*columns)
    expected = [world.holding(one, channel, [locale]) for one, channel, locale in asked]
    read = [
        as_python(one) if isinstance(held, list) else one
        for one, held in zip(found, expected, strict=True)
    ]
    assert read == expected
