"""Every registered type keeps to the contract, whatever is written into its cells."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from hypothesis import given, seed
from hypothesis import strategies as st

from catalog.attribute_types import registry
from catalog.attribute_types.base import AttributeType, Facet, ValueField
from catalog.attribute_types.checking import check_value
from catalog.attribute_types.registry import attribute_type, attribute_types
from tests.catalog.attribute_types.contract import (
    HOSTILE,
    UNSTORABLE,
    attribute_of,
    keeps_contract,
)
from tests.soak import SEED
from tests.texts import exhaustive, storable_texts

pytestmark = pytest.mark.django_db
KINDS = [kind.code for kind in attribute_types()]


@pytest.mark.parametrize("code", KINDS)
def test_a_type_reads_writes_compares_and_judges_alike_in_python_and_in_sql(code):
    assert keeps_contract(attribute_type(code), HOSTILE) > 0


@pytest.mark.parametrize("code", KINDS)
def test_what_no_database_can_keep_is_refused(code):
    attribute = attribute_of(attribute_type(code))
    for text in UNSTORABLE:
        with pytest.raises(ValidationError, match="cannot be stored"):
            check_value(attribute, text)


WHOLE = {"code": "lacking", "label": "Lacking", "examples": ("x",)}
# What an author may forget, or do in one of the two languages only.
LACKING = {
    "no code": {"code": ""},
    "no label": {"label": ""},
    "no examples": {"examples": ()},
    "unread examples": {"examples": ("",)},
    "strange input": {"input": "wheel"},
    "strange operators": {"segment_kind": "wheel"},
    "strange rule": {"rule_fields": ("weight",)},
    "read in Python alone": {"read": lambda self, attribute, value: value.upper()},
    "written in Python alone": {"written": lambda self, attribute, stored: f"<{stored}>"},
    "shown as what is not read": {"shown": lambda self, attribute, stored: "…"},
    "standard in Python alone": {"standard": lambda self, attribute, stored: "…"},
    "unique in Python alone": {"unique_key": lambda self, attribute, stored: stored},
    "fields of a feed in two texts": {
        "value_fields": lambda self, attribute: [ValueField("a b", "A", lambda stored: stored)]
    },
    "ranges of no amounts": {"facet": Facet.RANGE},
    "stored as no text": {"is_stored_as_text": False},
}


@pytest.fixture
def lacking(monkeypatch):
    """A type of texts with some parts of its own, registered for the test."""
    monkeypatch.setattr(registry, "_types", dict(registry._types))

    def make(**parts):
        kind = type("Lacking", (AttributeType,), {**WHOLE, **parts})()
        registry.register_attribute_type(kind)
        return kind

    return make


def test_a_type_that_says_no_more_than_its_name_keeps_the_contract(lacking):
    assert keeps_contract(lacking(), HOSTILE) > 100


@pytest.mark.parametrize("parts", LACKING.values(), ids=LACKING)
def test_a_type_that_lacks_a_part_breaks_the_contract(lacking, parts):
    with pytest.raises((AssertionError, KeyError, ValidationError, DataError)):
        keeps_contract(lacking(**parts), ["a", "12"])


@pytest.mark.soak
@seed(SEED)
@exhaustive
@given(texts=st.lists(storable_texts(max_size=12), min_size=20, max_size=60), data=st.data())
@pytest.mark.parametrize("code", KINDS)
def test_any_text_is_read_alike_in_python_and_in_sql(code, texts, data):
    known = st.sampled_from([*HOSTILE, *attribute_type(code).examples])
    cuts = st.tuples(known, known).map(lambda pair: pair[0][:6] + pair[1][-6:])
    # What one example makes, the next does not find.
    with transaction.atomic():
        keeps_contract(attribute_type(code), [*texts, *data.draw(st.lists(cuts, max_size=40))])
        transaction.set_rollback(True)
