from collections.abc import Callable

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.bulk.services.edits.model import EditModel
from catalog.bulk.services.edits.operations import COLUMNS, Action, Operation
from catalog.bulk.services.edits.results import replaced_text
from catalog.bulk.services.edits.stage import Stage
from catalog.products.models.product import Product
from catalog.products.queries.variants import alike_variants_sql

_ADDED = "ARRAY(SELECT DISTINCT unnest(categories || {}::bigint[]) ORDER BY 1)"
_REMOVED = "ARRAY(SELECT key FROM unnest(categories) AS key WHERE key <> ALL ({}::bigint[]))"
_SET = "ARRAY(SELECT DISTINCT unnest({}::bigint[]) ORDER BY 1)"

# Variants and what they are variants of stay in one family, so they change it together or not.
_LEFT_BEHIND = """
family_id <> {family} AND stage.parent_id IS {parent} AND EXISTS (
    SELECT FROM catalog_product AS relative
    WHERE (relative.id = stage.parent_id OR relative.parent_id = stage.product_id)
    AND relative.family_id <> {family} AND NOT EXISTS (
        SELECT FROM catalog_bulkchangerow AS own
        WHERE own.change_id = {change} AND own.product_id = relative.id))
"""
_ALIKE = "family_id <> {family} AND {skus} IS NOT NULL"


def field_stage(operation: Operation, model: EditModel) -> Stage:
    """The stage that changes a field of the product."""
    if operation.target == "additional_categories":
        return Stage({"categories": _categories(operation)})
    column = COLUMNS.get(operation.target, operation.target)
    return Stage(
        {column: _made(operation, Identifier(column))}, reasons=_reasons(operation, column, model)
    )


def _made(operation: Operation, now: Composable) -> Composable:
    return _MAKERS[operation.action](operation, now)


def _replaced(operation: Operation, now: Composable) -> Composable:
    return SQL("CASE WHEN {0} = {1} THEN {2} ELSE {0} END").format(
        now, Literal(operation.sought), Literal(operation.value)
    )


def _cleared(operation: Operation, now: Composable) -> Composable:
    return SQL("NULL::bigint" if operation.target == "category" else "''")


def _categories(operation: Operation) -> Composable:
    patterns = {Action.ADD: _ADDED, Action.REMOVE: _REMOVED, Action.SET: _SET, Action.CLEAR: _SET}
    return SQL(patterns[operation.action]).format(Literal(operation.value or []))


def _reasons(operation: Operation, column: str, model: EditModel) -> list[tuple[Composable, str]]:
    if operation.target == "family":
        return _family_reasons(operation.value, model.change_id)
    if operation.target == "name" and operation.action == Action.REPLACE_TEXT:
        longest = Product._meta.get_field("name").max_length
        length = SQL("char_length({})").format(replaced_text(operation, Identifier(column)))
        words = _("Its name would be empty or longer than %(limit)d characters.")
        return [
            (
                SQL("{} NOT BETWEEN 1 AND {}").format(length, Literal(longest)),
                words % {"limit": longest},
            )
        ]
    return []


def _family_reasons(family: int, change: int) -> list[tuple[Composable, str]]:
    left_behind = {
        "NULL": _(
            "It has variants that are not selected, and they share its family. Select them too."
        ),
        "NOT NULL": _(
            "It is a variant and shares the family of its parent product. Select the parent "
            "product and all its variants."
        ),
    }
    reasons: list[tuple[Composable, str]] = [
        (
            SQL(_LEFT_BEHIND).format(
                family=Literal(family), change=Literal(change), parent=SQL(parent)
            ),
            words,
        )
        for parent, words in left_behind.items()
    ]
    alike = SQL(_ALIKE).format(
        family=Literal(family),
        skus=alike_variants_sql(SQL("stage.product_id"), Literal(family)),
    )
    words = _(
        "Some of its variants would have the same values in this family. Give them different "
        "values first."
    )
    return [*reasons, (alike, words)]


_MAKERS: dict[str, Callable[[Operation, Composable], Composable]] = {
    Action.SET: lambda operation, now: Literal(operation.value),
    Action.CLEAR: _cleared,
    Action.REPLACE: _replaced,
    Action.REPLACE_TEXT: replaced_text,
}
