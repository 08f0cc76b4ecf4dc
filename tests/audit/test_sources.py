"""Every way of changing data is one word, and its reason is the same in Python and in SQL."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from audit.models import ChangeLogEntry
from audit.services import acting_as
from audit.sources import ChangeSource, reason_of, reason_sql
from catalog.revisions.queries.history.sources import registered_words
from tests.factories.catalog import FamilyFactory, ProductFactory

KEYS = st.one_of(
    st.none(), st.integers(min_value=0), st.from_regex(r"[a-z:_%\\ ]{1,9}", fullmatch=True)
)
# A person's own work.
PLAIN = {ChangeSource.FORM, ChangeSource.CELL}


@pytest.mark.django_db
@given(source=st.sampled_from([None, *ChangeSource]), key=KEYS)
def test_the_reason_is_the_same_in_sql(source, key):
    text = source.of(key) if source else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {reason_sql('given.source')} FROM (SELECT %s AS source) given", [text]
        )
        [by_database] = cursor.fetchone()
    assert by_database == reason_of(text)


@pytest.mark.parametrize("source", ChangeSource)
def test_each_way_has_words_but_a_persons_own_work(source):
    assert (source in registered_words()) == (source not in PLAIN)
    assert (source.reason() is None) == (source in PLAIN)


@pytest.mark.django_db
def test_nothing_is_changed_by_a_way_that_is_not_known():
    with pytest.raises(ValueError, match="nightly"), acting_as(user_id=None, source="nightly:3"):
        pass


def test_the_sources_name_ways_by_the_enum_alone():
    """A word that is written out again would drift."""
    written = []
    for file in Path(settings.BASE_DIR).glob("*/**/*.py"):
        parts = file.relative_to(settings.BASE_DIR).parts
        if parts[0].startswith(".") or parts[0] in ("tests", "var"):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "acting_as":
                [source] = [one.value for one in node.keywords if one.arg == "source"]
                if isinstance(source, ast.Constant | ast.JoinedStr):
                    written.append(f"{file}:{node.lineno}")
    assert not written


@pytest.mark.django_db
@pytest.mark.parametrize("source", ChangeSource)
def test_variants_that_follow_their_model_name_the_same_way(source):
    """A trigger writes their history; it says what Django's own rows say."""
    model = ProductFactory()
    variant = ProductFactory(parent=model, family=model.family)
    model.family = FamilyFactory()
    with acting_as(user_id=None, source=source.of(7)):
        model.save()
    assert variant.history.first().family_id == model.family_id
    reasons = {one.history.first().history_change_reason for one in (model, variant)}
    assert reasons == {source.reason(7)}
    entries = ChangeLogEntry.objects.filter(entity="catalog.product", entity_id=variant.pk)
    assert entries.latest("id").source == source.of(7)
