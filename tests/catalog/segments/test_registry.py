"""What every source of segment fields offers, whichever subject registers it."""

from collections import Counter

import pytest

from catalog.segments import registry
from catalog.segments.operators import operators_of
from catalog.segments.registry import SegmentField, register_segment_fields, segment_fields
from tests.factories.catalog import AttributeFactory

pytestmark = pytest.mark.django_db


def registered() -> list[SegmentField]:
    """The fields of all sources, in the order in which the subjects registered these."""
    AttributeFactory(code="colour")
    return [field for source in registry._sources for field in source()]


def test_every_field_has_a_name_of_its_own_and_can_be_asked_for():
    fields = registered()
    counted = Counter(field.name for field in fields)
    assert [name for name, number in counted.items() if number > 1] == []
    assert set(segment_fields()) == set(counted)


def test_every_field_has_a_label_and_operators():
    for field in registered():
        assert str(field.label), field.name
        assert operators_of(field.kind), field.name


def test_a_field_stands_behind_one_of_a_source_before_its_own():
    known: set[str] = set()
    for source in registry._sources:
        own = {field.name for field in source()}
        for field in source():
            assert not field.after or field.after in known | own, field.name
        known |= own


def test_fields_of_other_subjects_are_listed_where_they_belong():
    names = [name for name in segment_fields() if not name.startswith("values.")]
    for before, after in [
        ("category", "fits"),
        ("assets", "fitments"),
        ("variants", "price"),
        ("related_to", "completeness"),
        ("completeness", "missing"),
    ]:
        assert names.index(after) == names.index(before) + 1


def test_a_source_that_is_registered_twice_gives_its_fields_once():
    source = registry._sources[0]
    register_segment_fields(source)
    assert registry._sources.count(source) == 1
