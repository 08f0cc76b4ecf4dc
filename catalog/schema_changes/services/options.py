"""One option takes the place of another in the values of products and of drafts."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from psycopg.sql import SQL, Composable, Literal

from catalog.products.code_uses import holding_value
from catalog.products.models.product import Product
from catalog.schema.models.attribute import Attribute
from catalog.schema_changes.services.documents import by_channel

# A list keeps its order, and each answer once.
_LEAF = """
CASE jsonb_typeof({leaf})
    WHEN 'array' THEN (
        SELECT jsonb_agg(item ORDER BY place) FROM (
            SELECT item, min(place) AS place FROM (
                SELECT CASE WHEN item = {old} THEN {new} ELSE item END AS item, place
                FROM jsonb_array_elements({leaf}) WITH ORDINALITY AS given(item, place)
            ) AS replaced GROUP BY item
        ) AS once)
    ELSE CASE WHEN {leaf} = {old} THEN {new} ELSE {leaf} END END
"""
_BY_LOCALE = """
CASE jsonb_typeof({value})
    WHEN 'object' THEN (
        SELECT coalesce(jsonb_object_agg(entry.key, {leaf}), '{{}}')
        FROM jsonb_each({value}) AS entry(key, leaf))
    ELSE {plain} END
"""


def products_with_option(attribute_code: str, option: str) -> QuerySet[Product]:
    """The products with a value of the attribute that is the option or has it."""
    attribute = Attribute.objects.get(code=attribute_code)
    return Product.objects.filter(holding_value([attribute], option)(""))


def with_option_replaced(attribute: str, old: str, new: str) -> tuple[Composable, Composable]:
    """SQL of the values, and of the values by channel, with one option in place of another."""
    return (
        _in_container(SQL("product.values"), attribute, old, new),
        by_channel(_in_container(SQL("own.value"), attribute, old, new)),
    )


def _in_container(container: Composable, attribute: str, old: str, new: str) -> Composable:
    value = SQL("({} -> {})").format(container, Literal(attribute))
    made = SQL(_BY_LOCALE).format(
        value=value,
        leaf=_replaced(SQL("entry.leaf"), old, new),
        plain=_replaced(value, old, new),
    )
    return SQL(
        "CASE WHEN {container} ? {code} AND jsonb_typeof({value}) <> 'null'"
        " THEN {container} || jsonb_build_object({code}::text, {made}) ELSE {container} END"
    ).format(container=container, code=Literal(attribute), value=value, made=made)


def _replaced(leaf: Composable, old: str, new: str) -> Composable:
    return SQL(_LEAF).format(
        leaf=leaf,
        old=SQL("to_jsonb({}::text)").format(Literal(old)),
        new=SQL("to_jsonb({}::text)").format(Literal(new)),
    )


def parts_with_option(
    content: Mapping[str, Any], attribute: str, old: str, new: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the option is in of the content of a version, before and after it is replaced."""
    before: dict[str, Any] = {"values": {}, "channel_values": {}}
    after: dict[str, Any] = {"values": {}, "channel_values": {}}
    _note(content.get("values"), attribute, (old, new), before["values"], after["values"])
    for channel, own in (content.get("channel_values") or {}).items():
        was: dict[str, Any] = {}
        made: dict[str, Any] = {}
        _note(own, attribute, (old, new), was, made)
        if was:
            before["channel_values"][channel], after["channel_values"][channel] = was, made
    return before, after


def _note(
    container: Any, attribute: str, codes: tuple[str, str], before: dict, after: dict
) -> None:
    value = container.get(attribute) if isinstance(container, Mapping) else None
    made = _in_value(value, *codes)
    if made != value:
        before[attribute], after[attribute] = value, made


def _in_value(value: Any, old: str, new: str) -> Any:
    if isinstance(value, Mapping):
        return {locale: _in_value(leaf, old, new) for locale, leaf in value.items()}
    if isinstance(value, list):
        # Each answer once.
        return list(dict.fromkeys(new if item == old else item for item in value))
    return new if value == old else value
