"""What a person sees of a checked run before anything changes."""

import json
from collections.abc import Sequence
from typing import Any

from psycopg.sql import SQL, Identifier, Literal

from catalog.attribute_types.registry import attribute_type
from catalog.models import Brand, Category, Family
from catalog.schema.queries.labels import AttributeLabel, catalog_labels
from catalog.schema.queries.value_text import value_text
from imports.checks.used_columns import UsedColumn, filled_columns
from imports.checks.values import merged_values
from imports.models import ImportRun
from imports.staging_tables import StagingTables, fetch

ROWS_SHOWN = 10
PRODUCTS_SHOWN = 20
TEXT_SHOWN = 200
# Of a text that changes; the page shows the words around what differs.
CHANGE_SHOWN = 5_000

_CHANGED = """
SELECT checked.row_number, product.id, product.sku,
    jsonb_build_object({old}), jsonb_build_object({new}), product.values, {merged}
FROM {checked} AS checked JOIN catalog_product product ON product.id = checked.product_id
WHERE checked.reasons IS NULL AND checked.is_changed
ORDER BY checked.row_number LIMIT {limit}
"""


def preview_of_run(
    run: ImportRun, tables: StagingTables, used: Sequence[UsedColumn]
) -> dict[str, Any]:
    """JSON for the run's page: first rows, first differences, first rejected rows."""
    return {
        "rows": _first_rows(tables),
        "changes": _changes(tables, used),
        "rejects": _first_rejects(tables),
        "unused": [column["header"] for column in run.columns if not column["target"]],
        "vanished": _vanished(run, used),
    }


def _vanished(run: ImportRun, used: Sequence[UsedColumn]) -> list[str]:
    """Columns mapped to something that the catalog does not have any more."""
    known = {column.mapped.header for column in used}
    return [c["header"] for c in run.columns if c["target"] and c["header"] not in known]


def _first_rows(tables: StagingTables) -> list[dict[str, Any]]:
    statement = SQL("SELECT * FROM {} ORDER BY row_number LIMIT {}")
    rows = fetch(statement.format(tables.staging, Literal(ROWS_SHOWN)))
    return [
        {"number": number, "cells": [_short(cell) for cell in cells]}
        for number, _problem, _surplus, *cells in rows
    ]


def _first_rejects(tables: StagingTables) -> list[dict[str, Any]]:
    statement = SQL(
        "SELECT row_number, reasons FROM {} WHERE reasons IS NOT NULL ORDER BY 1 LIMIT {}"
    )
    rows = fetch(statement.format(tables.checked, Literal(PRODUCTS_SHOWN)))
    return [{"number": number, "reasons": reasons} for number, reasons in rows]


def _changes(tables: StagingTables, used: Sequence[UsedColumn]) -> list[dict[str, Any]]:
    """The first products that would change, each with its fields: old and new as people read."""
    filled = filled_columns(used)
    rows = fetch(
        SQL(_CHANGED).format(
            old=_pairs("product", filled),
            new=_pairs("checked", filled),
            merged=merged_values(used, "product", "checked"),
            checked=tables.checked,
            limit=Literal(PRODUCTS_SHOWN),
        )
    )
    labels = {column.product_column: column.target.label for column in used}
    names = _Names()
    changes = []
    for number, product_id, sku, *documents in rows:
        old, new, old_values, new_values = map(_document, documents)
        fields = [
            {"label": labels[name], "old": names.of(name, old[name]), "new": names.of(name, given)}
            for name, given in new.items()
            if given is not None and given != old[name]
        ]
        fields += _value_changes(used, old_values, new_values)
        changes.append({"number": number, "product": product_id, "sku": sku, "fields": fields})
    return changes


def _value_changes(
    used: Sequence[UsedColumn], old: dict[str, Any], new: dict[str, Any]
) -> list[dict[str, str]]:
    codes = dict.fromkeys(c.target.attribute.code for c in used if c.target.attribute)
    known = catalog_labels().attributes
    return [
        {
            "label": known[code].label,
            "old": _shown(known[code], old.get(code)),
            "new": _shown(known[code], new.get(code)),
        }
        for code in codes
        if old.get(code) != new.get(code)
    ]


def _shown(attribute: AttributeLabel, value: Any) -> str:
    """A value in words, each of its languages."""
    if attribute.is_localizable and isinstance(value, dict):
        kind = attribute_type(attribute.type)
        texts = (f"{language}: {kind.shown(attribute, one)}" for language, one in value.items())
        return _short("; ".join(texts), CHANGE_SHOWN)
    return _short(value_text(attribute, value), CHANGE_SHOWN)


def _pairs(alias: str, columns: Sequence[str]):
    return SQL(", ").join(
        SQL("{}, {}").format(Literal(name), Identifier(alias, name)) for name in columns
    )


def _document(value: Any) -> dict[str, Any]:
    return json.loads(value) if isinstance(value, str) else value


class _Names:
    """Names of brands, families and categories by their keys."""

    MODELS: dict[str, type[Brand | Family | Category]] = {
        "brand_id": Brand,
        "family_id": Family,
        "category_id": Category,
    }

    def of(self, column: str, value: Any) -> str:
        """The value as people read it."""
        if value is not None and column in self.MODELS:
            return str(self.MODELS[column].objects.filter(pk=value).first() or value)
        return "" if value is None else _short(str(value), CHANGE_SHOWN)


def _short(text: str | None, most: int = TEXT_SHOWN) -> str:
    text = text or ""
    return text if len(text) <= most else f"{text[:most]}…"
