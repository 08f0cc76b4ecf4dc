"""Drafts as rows: asks of unpublished content what the database can be asked of products.

A WITH clause stands before the statement and takes the place of the tables of a product, so that
the same SQL that judges stored products judges a draft, and nothing is written.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ManyToManyField, ManyToOneRel, Model

from catalog.products.models.product import Product

# The products as their drafts have them, and their parents as they are.
_PRODUCTS = """
WITH given_drafts AS MATERIALIZED (
    SELECT key::bigint AS id, value AS content FROM jsonb_each(%s::jsonb)
), catalog_product AS (
    SELECT (jsonb_populate_record(stored, given_drafts.content)).*
    FROM catalog_product stored JOIN given_drafts USING (id)
    UNION ALL
    SELECT parent.* FROM catalog_product parent WHERE parent.id IN
        (SELECT (content ->> 'parent_id')::bigint FROM given_drafts)
        AND parent.id NOT IN (SELECT id FROM given_drafts)
)
"""

_ROWS = """, {table} AS (
    SELECT (jsonb_populate_record(NULL::{table}, row)).*
    FROM jsonb_array_elements(%s::jsonb) AS row
)
"""

Contents = Mapping[int, Mapping[str, Any]]


def draft_rows(contents: Contents) -> tuple[str, list[str]]:
    """WITH clause, and its parameters, that puts drafts in the place of stored products.

    `contents` holds what a revision holds, by key of the product. In the statement after it there
    are these products and their parents, and no others.
    """
    products = {key: _columns(Product, content) for key, content in contents.items()}
    clause, parameters = _PRODUCTS, [json.dumps(products, cls=DjangoJSONEncoder)]
    for table, rows in _related_rows(contents).items():
        clause += _ROWS.replace("{table}", table)
        parameters.append(json.dumps(rows, cls=DjangoJSONEncoder))
    return clause, parameters


# What a product has rows of, in its content.
_Relation = ManyToManyField | ManyToOneRel


def _columns(model: type[Model], content: Mapping[str, Any]) -> dict[str, Any]:
    """The content by column, without what the database derives."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    return {field.column: content[field.name] for field in fields if field.name in content} | {
        "id": content.get("pk")
    }


def _related_rows(contents: Contents) -> dict[str, list[dict]]:
    """The rows that hang on the products, by table, where the drafts hold them."""
    tables: dict[str, list[dict]] = {}
    for relation in Product._meta.get_fields():
        held = {
            key: content[relation.name]
            for key, content in contents.items()
            if relation.name in content
        }
        if not held or not (relation.one_to_many or relation.many_to_many):
            continue
        assert isinstance(relation, _Relation)
        model = _model_of_rows(relation)
        rows = [row for key, rows in held.items() for row in _rows(relation, model, key, rows)]
        # A row that is not saved yet has no key, and would not be counted.
        tables[model._meta.db_table] = [
            row if row.get("id") else {**row, "id": -number}
            for number, row in enumerate(rows, start=1)
        ]
    return tables


def _model_of_rows(relation: _Relation) -> type[Model]:
    if isinstance(relation, ManyToManyField):
        return relation.remote_field.through
    return relation.related_model


def _rows(relation: _Relation, model: type[Model], key: int, held: list) -> list[dict]:
    if not isinstance(relation, ManyToManyField):
        owner = relation.field.column
        return [_columns(model, row) | {owner: key} for row in held]
    other = relation.m2m_reverse_name()
    return [{relation.m2m_column_name(): key, other: pk} for pk in held]
