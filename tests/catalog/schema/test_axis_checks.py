"""Whoever registers a check of the axes of families keeps to the same rules."""

import pytest
from django.core.exceptions import ValidationError

from catalog.attribute_types.registry import type_codes
from catalog.models import Attribute, FamilyAttribute
from catalog.schema import axis_checks
from catalog.schema.services.families import FamilyRow, save_family_attributes
from tests.factories.catalog import AttributeFactory, FamilyFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("check", axis_checks.axis_checks(), ids=lambda check: check.__name__)
@pytest.mark.parametrize("variants", [0, 5])
def test_axes_of_every_type_are_judged_by_one_query(check, variants, django_assert_num_queries):
    units = {Attribute.Type.MEASURE: "mm"}
    kinds = type_codes(can_be_axis=True)
    axes = [AttributeFactory(type=kind, unit=units.get(kind, "")) for kind in kinds]
    parent = ProductFactory()
    for _number in range(variants):
        ProductFactory(parent=parent, family=parent.family)
    with django_assert_num_queries(1):
        assert check(parent.family, axes) == ""


def test_what_any_subject_has_against_axes_is_said_and_nothing_is_saved(monkeypatch):
    monkeypatch.setattr(axis_checks, "_checks", [])
    for words in ("First.", "", "Second."):
        axis_checks.register_axis_check(lambda family, axes, words=words: words)
    family = FamilyFactory()
    with pytest.raises(ValidationError) as caught:
        save_family_attributes(family=family, rows=[FamilyRow(AttributeFactory(), is_axis=True)])
    assert caught.value.messages == ["First.", "Second."]
    assert not FamilyAttribute.objects.exists()
