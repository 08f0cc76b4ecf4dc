"""Names that people write are found in any spelling, in Python and in SQL alike."""

import pytest
from django.db import connection
from hypothesis import given, seed
from hypothesis import strategies as st
from psycopg.sql import SQL, Literal

from catalog.models import AttributeOption
from catalog.schema.queries.names import Names, option_names, options_named
from imports.checks.lookups import brand_lookup, category_lookup, family_lookup
from tests.factories.catalog import AttributeFactory, BrandFactory, CategoryFactory, FamilyFactory
from tests.soak import SEED
from tests.texts import exhaustive, storable_texts

pytestmark = pytest.mark.django_db


def in_database(names: Names, text: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(SQL("SELECT {}").format(names.sql(Literal(text))))
        return cursor.fetchone()[0]


def both(names: Names, text: str) -> str | None:
    found = names.find(text)
    assert in_database(names, text) == found
    return found


SPELLINGS = [
    "Größe A-1",
    "GRÖSSE A-1",
    "größe a\u20131",
    "Gro\u0308ße\u00a0 A\u20111",
    "\u200bGröße\u00ad A-1\ufeff",
    "\uff27röße A-1",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_records_are_named_in_any_spelling(spelling):
    for make, lookup in [
        (lambda: BrandFactory(name="Größe A-1"), brand_lookup),
        (lambda: FamilyFactory(label="Größe A-1"), family_lookup),
        (lambda: CategoryFactory(name="Größe A-1"), category_lookup),
    ]:
        assert both(lookup(), spelling) is None
        assert both(lookup_of(make, lookup), spelling)


def lookup_of(make, lookup) -> Names:
    make()
    return lookup()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_option_is_named_in_any_spelling_by_form_and_file(spelling):
    attribute = AttributeFactory(type="choice")
    AttributeOption.objects.create(attribute=attribute, code="a1", label="Größe A-1")
    assert both(option_names(attribute.pk), spelling) == "a1"
    assert options_named(attribute.pk, [spelling]).find(spelling) == "a1"


def test_a_name_as_it_is_wins_over_another_spelling():
    names = Names([("Bolt", "1"), ("BOLT", "2")])
    assert (both(names, "Bolt"), both(names, "BOLT"), both(names, "bolt")) == ("1", "2", None)


# Few letters, so that names meet: with and without a small form, or put together of two.
CLOSE = st.text("aAiI \u0307\u030cjJ\u0131\u0130\u00dfS\u017f-\u2011", min_size=1, max_size=3)


@seed(SEED)
@exhaustive
@given(st.lists(CLOSE | storable_texts(max_size=6), min_size=1, max_size=8))
def test_the_database_finds_what_python_finds(written):
    names = Names([(name, str(number)) for number, name in enumerate(written)])
    for text in written:
        for spelling in {text, text.upper(), text.lower(), text.swapcase()}:
            both(names, spelling)
