"""Keeps the open drafts of products in step with an import."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.revisions.services.drafts import carry_into_draft
from catalog.schema.queries.localizable import localizable_codes
from imports.checks.used_columns import UsedColumn, filled_columns
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

    Returns {"carried": number of drafts, "kept": [{"sku": ..., "fields": [...]}, ...]}: where an
    editor's value was kept.
    """
    filled = filled_columns(used)
    statement = SQL(_OPEN_DRAFTS).format(
        old=_pairs("product", filled),
        new=_pairs("checked", filled),
        merged=merged_values(used, "product", "checked"),
        checked=tables.checked,
    )
    carried, kept, localizable = 0, [], localizable_codes()
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        for revision_id, sku, *documents in cursor:
            old, new, old_values, new_values = map(_document, documents)
            given = {name: value for name, value in new.items() if value is not None}
            fields = carry_into_draft(
                revision_id=revision_id,
                before={"columns": {name: old[name] for name in given}, "values": old_values},
                after={"columns": given, "values": new_values},
                localizable=localizable,
            )
            carried += 1
            if fields and len(kept) < CONFLICTS_KEPT:
                kept.append({"sku": sku, "fields": fields})
    return {"carried": carried, "kept": kept}


def _pairs(alias: str, columns: Sequence[str]) -> Composable:
    return SQL(", ").join(
        SQL("{}, {}").format(Literal(name), Identifier(alias, name)) for name in columns
    )


def _document(value: Any) -> dict[str, Any]:
    return json.loads(value) if isinstance(value, str) else value
