"""SQL of what an operation makes of the value that stands now."""

from collections.abc import Callable

from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.base import Comparison
from catalog.attribute_types.markup import replaced_sql
from catalog.attribute_types.registry import attribute_type
from catalog.bulk.services.edits.documents import jsonb, list_of, text_of
from catalog.bulk.services.edits.operations import Action, Operation
from catalog.schema.models.attribute import Attribute

_ADDED = """
{now} || coalesce((
    SELECT jsonb_agg(item ORDER BY place) FROM jsonb_array_elements({given})
        WITH ORDINALITY AS given(item, place)
    WHERE item NOT IN (SELECT jsonb_array_elements({now}))), '[]')
"""
_REMOVED = """
(SELECT jsonb_agg(item ORDER BY place) FROM jsonb_array_elements({now})
    WITH ORDINALITY AS kept(item, place)
WHERE item NOT IN (SELECT jsonb_array_elements({given})))
"""
_REPLACED_IN_LIST = """
CASE WHEN {sought} IN (SELECT jsonb_array_elements({now})) THEN (
    SELECT jsonb_agg(item ORDER BY place) FROM (
        SELECT item, min(place) AS place FROM (
            SELECT CASE WHEN item = {sought} THEN {given} ELSE item END AS item, place
            FROM jsonb_array_elements({now}) WITH ORDINALITY AS old(item, place)
        ) AS replaced GROUP BY item
    ) AS once
) ELSE {stored} END
"""


def made_value(operation: Operation, attribute: Attribute, now: Composable) -> Composable:
    """The new value of an attribute as jsonb, NULL for none. Copies are made elsewhere."""
    return _MAKERS[operation.action](operation, attribute, now)


def _added(operation: Operation, attribute: Attribute, now: Composable) -> Composable:
    return SQL(_ADDED).format(now=_in_brackets(list_of(now)), given=jsonb(operation.value))


def _removed(operation: Operation, attribute: Attribute, now: Composable) -> Composable:
    return SQL(_REMOVED).format(now=_in_brackets(list_of(now)), given=jsonb(operation.value))


def _replaced(operation: Operation, attribute: Attribute, now: Composable) -> Composable:
    sought, given = jsonb(operation.sought), jsonb(operation.value)
    kind = attribute_type(attribute.type)
    if kind.holds_several:
        return SQL(_REPLACED_IN_LIST).format(
            now=_in_brackets(list_of(now)), sought=sought, given=given, stored=now
        )
    same = kind.is_same_sql(attribute, now, operation.sought)
    return SQL("CASE WHEN {} THEN {} ELSE {} END").format(same, given, now)


def _with_replaced_text(operation: Operation, attribute: Attribute, now: Composable) -> Composable:
    is_markup = attribute_type(attribute.type).comparison == Comparison.MARKUP
    replaced = _replaced_in_markup if is_markup else replaced_text
    return SQL("to_jsonb(nullif({}, ''))").format(replaced(operation, text_of(now)))


def _replaced_in_markup(operation: Operation, markup: Composable) -> Composable:
    return replaced_sql(markup, operation.sought, operation.value or "")


def replaced_text(operation: Operation, text: Composable) -> Composable:
    """A text with every occurrence of what is sought replaced."""
    return SQL("replace({}, {}, {})").format(
        text, Literal(operation.sought), Literal(operation.value or "")
    )


def _in_brackets(expression: Composable) -> Composable:
    return SQL("({})").format(expression)


_MAKERS: dict[str, Callable[[Operation, Attribute, Composable], Composable]] = {
    Action.SET: lambda operation, attribute, now: jsonb(operation.value),
    Action.CLEAR: lambda operation, attribute, now: jsonb(None),
    Action.ADD: _added,
    Action.REMOVE: _removed,
    Action.REPLACE: _replaced,
    Action.REPLACE_TEXT: _with_replaced_text,
}
