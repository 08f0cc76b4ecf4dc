"""A product as a whole: its row, and the rows of other tables that hang on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import models
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.products.derived_rows import derived_models
from catalog.products.models.product import Product
from catalog.products.parts import product_parts
from catalog.products.services.statements import execute

_PART = """
(SELECT coalesce(jsonb_agg(to_jsonb(part) ORDER BY part.id), '[]')
FROM {table} AS part WHERE part.{column} = {product}.id)
"""
_REMOVE = """
WITH gone AS (DELETE FROM {table} WHERE {column} = ANY ({keys}) RETURNING {columns})
{history}
"""
_HISTORY = """
INSERT INTO {history} ({columns}, history_date, history_type, history_user_id,
    history_change_reason)
SELECT {columns}, clock_timestamp(), {type}, {user}, {reason} FROM {rows}
"""


@dataclass(frozen=True)
class Table:
    """A table of the database: the column that names the product, and what can be written."""

    model: type[models.Model]
    column: str

    @property
    def name(self) -> str:
        """Its name in a snapshot; two columns of a table may name a product."""
        return f"{self.table}.{self.column}"

    @property
    def table(self) -> str:
        """Its name in the database."""
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        """Its columns, without those that the database makes."""
        return [
            field.column
            for field in self.model._meta.concrete_fields
            if not isinstance(field, models.GeneratedField)
        ]

    @property
    def references(self) -> list[tuple[str, str]]:
        """Its columns that name a row of another table, with that table."""
        return [
            (field.column, field.related_model._meta.db_table)
            for field in self.model._meta.concrete_fields
            if field.is_relation
        ]


PRODUCTS = Table(Product, "id")


@cache
def part_tables() -> list[Table]:
    """The tables whose rows are deleted with their product and come back with it.

    Those of its content, and those of other records that name it, without which it could not go:
    found by the foreign keys, so that none is forgotten.
    """
    return [
        Table(relation.related_model, relation.field.column)
        for relation in Product._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        and getattr(relation, "on_delete", None) is models.CASCADE
        and relation.related_model not in derived_models()
    ]


def content_tables() -> list[Table]:
    """The tables that a draft of the product holds; relations from others are theirs."""
    return [Table(part.model, "product_id") for part in product_parts().values()]


def snapshot(product: str) -> Composable:
    """SQL of the product `product` (an alias) with all that hangs on it, as a document."""
    parts = [
        SQL("{}, {}").format(
            Literal(part.name),
            SQL(_PART).format(
                table=Identifier(part.table),
                column=Identifier(part.column),
                product=Identifier(product),
            ),
        )
        for part in part_tables()
    ]
    return SQL(
        "jsonb_build_object('product', to_jsonb({}), 'parts', jsonb_build_object({}))"
    ).format(Identifier(product), SQL(", ").join(parts))


def remove_rows(
    table: Table, keys: Sequence[int], *, reason: str | None, user_id: int | None
) -> None:
    """Delete the rows with these keys in the column of the table, each with a row of history."""
    execute(
        SQL(_REMOVE).format(
            table=Identifier(table.table),
            column=Identifier(table.column),
            keys=Literal(list(keys)),
            columns=_names(table.columns),
            history=history_of(table, "-", "gone", reason=reason, user_id=user_id),
        )
    )


def remove_derived(keys: Sequence[int]) -> None:
    """Delete what is no part of these products and goes with them."""
    for table in sorted(model._meta.db_table for model in derived_models()):
        execute(
            SQL("DELETE FROM {} WHERE product_id = ANY ({})").format(
                Identifier(table), Literal(list(keys))
            )
        )


def history_of(
    table: Table, history_type: str, rows: str, *, reason: str | None, user_id: int | None
) -> Composable:
    """SQL that writes the history of the rows of a common table expression, where there is one."""
    history = getattr(table.model, "history", None)
    if history is None:
        return SQL("SELECT FROM {}").format(Identifier(rows))
    meta = history.model._meta
    columns = [one.column for one in meta.concrete_fields if not one.name.startswith("history_")]
    return SQL(_HISTORY).format(
        history=Identifier(meta.db_table),
        columns=_names(columns),
        type=Literal(history_type),
        user=Literal(user_id),
        reason=Literal(reason),
        rows=Identifier(rows),
    )


def _names(columns: Iterable[str]) -> Composable:
    return SQL(", ").join(map(Identifier, columns))
