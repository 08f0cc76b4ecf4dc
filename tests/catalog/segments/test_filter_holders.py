"""What every kind of record offers that holds filters, and every way in which these name one."""

import pytest
from django.db.models import JSONField

from catalog.models import (
    AssetRole,
    AttributeColumn,
    AttributeOption,
    BulkChange,
    QualityRule,
    Segment,
    VehicleMake,
    VehicleModel,
)
from catalog.schema.code_uses.registry import Code, code_uses
from catalog.schema_changes.services.filters import renew_filters, restore_filters
from catalog.segments import filter_paths
from catalog.segments.code_uses import filters_naming
from catalog.segments.filter_holders import filter_holders, register_filter_holder
from tests.factories.catalog import (
    AttributeFactory,
    QualityRuleFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = pytest.mark.django_db

HOSTILE = "O\"Neil \\ [a-z]( ' $ %"
MAKERS = {
    "segment": lambda **filters: Segment.objects.create(code="one", name="One", **filters),
    "saved view": lambda **filters: Segment.objects.create(
        code="one", name="One", is_shared=False, **filters
    ),
    "quality rule": QualityRuleFactory,
}
NAMED = {
    "AssetRole": AssetRole.objects.first,
    "Attribute": AttributeFactory,
    "AttributeColumn": lambda: AttributeColumn.objects.create(
        attribute=AttributeFactory(type="table"), code="one", label="One"
    ),
    "VehicleMake": VehicleMakeFactory,
    "VehicleModel": VehicleModelFactory,
}


@pytest.fixture
def ceramic():
    attribute = AttributeFactory(code="material", type="choice")
    return AttributeOption.objects.create(attribute=attribute, code="ceramic", label="Ceramic")


def naming(value) -> dict:
    condition = {"field": "values.material", "operator": "is", "value": value}
    return {"match": "all", "conditions": [{"match": "any", "conditions": [condition]}]}


def made(holder, **filters):
    """A record of that kind with these filters."""
    noun = str(holder.nouns[0])
    assert noun in MAKERS, f"{noun} holds filters: give it a record here"
    record = MAKERS[noun](**filters)
    assert holder.records().contains(record)
    return record


def test_the_kinds_that_hold_filters_do_not_overlap():
    models = [holder.model for holder in filter_holders()]
    assert {Segment, QualityRule} <= set(models)
    for holder in filter_holders():
        made(holder).delete()
        for other in filter_holders():
            if other is not holder:
                record = made(holder)
                assert other.model is not holder.model or not other.records().contains(record)
                record.delete()


def test_filters_stand_in_json_of_models_with_history():
    for holder in filter_holders():
        assert holder.columns
        for name in holder.columns:
            assert isinstance(holder.model._meta.get_field(name), JSONField)
        assert hasattr(holder.model, "history")


def test_every_column_makes_its_record_known_as_a_use(ceramic):
    for holder in filter_holders():
        for name in holder.columns:
            record = made(holder, **{name: naming("ceramic")})
            [use] = code_uses(Code(ceramic, "code"))
            assert list(use.queryset) == [record]
            assert use.nouns == tuple(str(noun) for noun in holder.nouns)
            assert use.is_binding == holder.is_binding
            record.delete()
            assert code_uses(Code(ceramic, "code")) == []


def test_every_column_follows_an_option_that_another_replaces_and_back(ceramic):
    for holder in filter_holders():
        for name in holder.columns:
            record = made(holder, **{name: naming("ceramic")})
            change = BulkChange.objects.create(kind=BulkChange.Kind.MODEL_CHANGE)
            renew_filters(change=change, option=ceramic, new="steel")
            record.refresh_from_db()
            assert getattr(record, name) == naming("steel")
            restore_filters(change=change)
            record.refresh_from_db()
            assert getattr(record, name) == naming("ceramic")
            record.delete()


def test_a_holder_that_is_registered_twice_is_asked_once():
    holders = filter_holders()
    register_filter_holder(holders[0])
    assert filter_holders() == holders


def test_every_path_of_a_filter_is_valid_and_finds_nothing_in_an_empty_one():
    assert {(VehicleMake, "name"), (VehicleModel, "name")} <= set(filter_paths._paths)
    for model, field in filter_paths._paths:
        assert model.__name__ in NAMED, f"filters name {model.__name__}: give it a record here"
        record = NAMED[model.__name__]()
        if field != "code":
            setattr(record, field, HOSTILE)
        for holder in filter_holders():
            assert not filters_naming(holder, Code(record, field)).exists()


@pytest.mark.parametrize("factory", [VehicleMakeFactory, VehicleModelFactory])
def test_filters_name_a_vehicle_whatever_signs_are_in_its_name(factory):
    record = factory(name=HOSTILE)
    condition = {"field": "fits", "operator": "is", "value": f"2015 {HOSTILE.lower()}"}
    named = Segment.objects.create(code="one", name="One", filter={"conditions": [condition]})
    [use] = code_uses(Code(record, "name"))
    assert list(use.queryset) == [named]
