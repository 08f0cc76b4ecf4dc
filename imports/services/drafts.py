"""Keeps the open drafts of products in step with an import."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Composable, Identifier, Literal
from wagtail.models import Revision

from imports.checks.used_columns import COLUMN_OF_TARGET, UsedColumn, filled_columns
from imports.checks.values import merged_values
from imports.staging_tables import StagingTables

CONFLICTS_KEPT = 100

_OPEN_DRAFTS = """
SELECT product.latest_revision_id, product.sku, jsonb_build_object({old}),
    jsonb_build_object({new}), product.values, {merged}
FROM {checked} AS checked JOIN catalog_product product ON product.id = checked.product_id
WHERE checked.reasons IS NULL AND checked.is_changed AND product.has_unpublished_changes
    AND product.latest_revision_id IS NOT NULL
ORDER BY checked.row_number
"""


def carry_into_drafts(tables: StagingTables, used: Sequence[UsedColumn]) -> dict[str, Any]:
    """Write what an import changes into the open drafts of its products, before it is applied.

    A field that the draft left as the product had it takes the new value; a field that the editor
    changed in the draft stays as the editor wants it. Returns {"carried": number of drafts,
    "kept": [{"sku": ..., "fields": [...]}, ...]}: where an editor's value was kept.
    """
    filled = filled_columns(used)
    statement = SQL(_OPEN_DRAFTS).format(
        old=_pairs("product", filled),
        new=_pairs("checked", filled),
        merged=merged_values(used, "product", "checked"),
        checked=tables.checked,
    )
    carried, kept = 0, []
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        for revision_id, sku, *documents in cursor:
            fields = _carry(revision_id, *map(_document, documents))
            carried += 1
            if fields and len(kept) < CONFLICTS_KEPT:
                kept.append({"sku": sku, "fields": fields})
    return {"carried": carried, "kept": kept}


def _carry(revision_id: int, old: dict, new: dict, old_values: dict, new_values: dict) -> list[str]:
    """Bring one draft up to date; returns the fields in which the editor's value was kept."""
    revision = Revision.objects.select_for_update().get(pk=revision_id)
    content = revision.content
    given = {name: value for name, value in new.items() if value is not None}
    kept = _carry_fields(content, old, given)
    kept += _carry_fields(content.setdefault("values", {}), old_values, new_values)
    # A plain update: saving the revision would make it the latest and send signals.
    Revision.objects.filter(pk=revision_id).update(content=content)
    return kept


def _carry_fields(draft: dict, old: dict, new: dict) -> list[str]:
    kept = []
    for name, value in new.items():
        if old.get(name) == value:
            continue
        key = next((code for code, column in COLUMN_OF_TARGET.items() if column == name), name)
        if draft.get(key) == old.get(name):
            draft[key] = value
        elif draft.get(key) != value:
            kept.append(key)
    return kept


def _pairs(alias: str, columns: Sequence[str]) -> Composable:
    return SQL(", ").join(
        SQL("{}, {}").format(Literal(name), Identifier(alias, name)) for name in columns
    )


def _document(value: Any) -> dict[str, Any]:
    return json.loads(value) if isinstance(value, str) else value
