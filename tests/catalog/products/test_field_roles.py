"""Each field of a product has a role; those who write rows take from it what they leave alone."""

import pytest
from django.db import models
from psycopg.sql import SQL

from catalog.bulk.services.changes.proposals import CHANGEABLE_COLUMNS, Proposal
from catalog.models import Product
from catalog.products.field_roles import FIELD_ROLES, FieldRole, fields_but, fields_of
from tests.factories.catalog import ProductFactory


def own_fields() -> list[models.Field]:
    return [*Product._meta.concrete_fields, *Product._meta.many_to_many]


def test_every_field_has_a_role():
    """A new field is content or it is not; nobody else can say so."""
    assert {field.name for field in own_fields()} == set(FIELD_ROLES)


def test_each_role_has_fields_and_the_roles_share_none():
    by_role = {role: set(fields_of(role)) for role in FieldRole}
    assert all(by_role.values())
    assert sum(map(len, by_role.values())) == len(FIELD_ROLES)
    for role, names in by_role.items():
        assert set(fields_but(role)) == set(FIELD_ROLES) - names


def test_what_a_draft_holds_is_the_content_and_the_schedule(db):
    """The schedule is the draft's own; all else that a revision repeats is the record's."""
    product = ProductFactory(name="Old", live=True)
    older = product.serializable_data()
    changed = {name: None for name in fields_of(FieldRole.RECORD) if name != "id"}
    same = product.with_content_json({**older, **changed, "name": "New", "merged_into": product.pk})
    assert (same.name, same.merged_into_id) == ("New", None)


def test_a_bulk_edit_writes_neither_what_makes_the_record_nor_the_lock():
    fields = {field.attname: field.name for field in Product._meta.concrete_fields}
    written = {fields[column] for column in CHANGEABLE_COLUMNS}
    assert not written & {*fields_of(FieldRole.RECORD), "locked", "locked_by", "latest_revision"}
    with pytest.raises(ValueError, match="merged_into_id"):
        Proposal(SQL(""), columns=["name", "merged_into_id"])
