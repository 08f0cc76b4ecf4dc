"""SQL that turns the stored values of an attribute into those of another type.

A value goes by its text: each type says how it reads as text, and how a text becomes its value.
NULL stands for what cannot be converted.
"""

from dataclasses import dataclass

from django.conf import settings
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.rich_text import paragraph_sql, text_sql
from catalog.attribute_types.web_addresses import read_address_sql
from catalog.schema.models.attribute import Attribute

Type = Attribute.Type
NUMBER = r"^-?[0-9]{1,40}(\.[0-9]{1,40})?$"
DATE = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


@dataclass(frozen=True, slots=True)
class Shape:
    """What of an attribute decides how its values are stored."""

    attribute_id: int
    type: str
    unit: str
    is_localizable: bool
    is_per_channel: bool


def converted(value: Composable, old: Shape, new: Shape) -> Composable:
    """SQL of the new value of an attribute (jsonb, NULL for none) from its old one."""
    if old.is_localizable and new.is_localizable:
        return SQL(
            "(SELECT jsonb_object_agg(leaves.key, leaves.made) FROM (SELECT key, {leaf} AS made"
            " FROM jsonb_each({object}) AS entry(key, leaf)) AS leaves"
            " WHERE leaves.made IS NOT NULL)"
        ).format(leaf=leaf_value(SQL("entry.leaf"), old, new), object=_object(value))
    if old.is_localizable:
        # The site's own language, else the first there is.
        return SQL(
            "(SELECT {leaf} FROM jsonb_each({object}) AS entry(key, leaf)"
            " ORDER BY entry.key <> {own}, entry.key LIMIT 1)"
        ).format(
            leaf=leaf_value(SQL("entry.leaf"), old, new),
            object=_object(value),
            own=Literal(settings.LANGUAGE_CODE),
        )
    if new.is_localizable:
        return SQL(
            "(SELECT jsonb_build_object({own}::text, made) FROM (SELECT {leaf} AS made) AS entry"
            " WHERE made IS NOT NULL)"
        ).format(own=Literal(settings.LANGUAGE_CODE), leaf=leaf_value(value, old, new))
    return leaf_value(value, old, new)


def _object(value: Composable) -> Composable:
    return SQL("CASE jsonb_typeof({0}) WHEN 'object' THEN {0} ELSE '{{}}' END").format(value)


def leaf_value(leaf: Composable, old: Shape, new: Shape) -> Composable:
    """SQL of the new value of one language from its old one; NULL where it cannot be converted."""
    if old.type == new.type:
        return leaf
    if old.type == Type.CHOICE and new.type == Type.MULTIPLE_CHOICE:
        return SQL("jsonb_build_array({})").format(leaf)
    if old.type == Type.MULTIPLE_CHOICE and new.type == Type.CHOICE:
        return SQL("CASE WHEN jsonb_array_length({0}) = 1 THEN {0} -> 0 END").format(_list(leaf))
    return SQL("(SELECT {made} FROM (SELECT {text} AS t) AS source)").format(
        made=_from_text(new), text=_as_text(leaf, old, new)
    )


def _list(leaf: Composable) -> Composable:
    return SQL("CASE jsonb_typeof({0}) WHEN 'array' THEN {0} ELSE '[]' END").format(leaf)


def _as_text(leaf: Composable, old: Shape, new: Shape) -> Composable:
    """SQL of the text of a value."""
    if old.type in (Type.TABLE, Type.ASSET):
        return SQL("NULL::text")
    template = _TEXTS.get(old.type, "{leaf} #>> '{{}}'")
    if old.type == Type.MEASURE and new.type == Type.NUMBER:
        # Only an amount in the unit of the attribute means the same without its unit.
        template = "CASE WHEN {leaf} ->> 'unit' = {unit} THEN {leaf} ->> 'amount' END"
    return SQL(template).format(
        leaf=leaf,
        seen=text_sql(SQL("({} #>> '{{}}')").format(leaf)),
        list=_list(leaf),
        attribute=Literal(old.attribute_id),
        unit=Literal(new.unit or old.unit),
    )


_TEXTS: dict[str, str] = {
    Type.MEASURE: "concat_ws(' ', {leaf} ->> 'amount', nullif({leaf} ->> 'unit', ''))",
    Type.CHOICE: (
        "coalesce((SELECT label FROM catalog_attributeoption WHERE attribute_id = {attribute}"
        " AND code = {leaf} #>> '{{}}'), {leaf} #>> '{{}}')"
    ),
    Type.MULTIPLE_CHOICE: (
        "(SELECT string_agg(coalesce(answer.label, item.code), ', ' ORDER BY item.place)"
        " FROM jsonb_array_elements_text({list}) WITH ORDINALITY AS item(code, place)"
        " LEFT JOIN catalog_attributeoption answer ON answer.attribute_id = {attribute}"
        " AND answer.code = item.code)"
    ),
    Type.RICH_TEXT: "{seen}",
}

_OPTION = (
    "(SELECT {made} FROM catalog_attributeoption WHERE attribute_id = {{attribute}}"
    " AND (code = btrim(t) OR lower(label) = lower(btrim(t)))"
    " ORDER BY code <> btrim(t), sort_order, id LIMIT 1)"
)
# An ISO date that the calendar has.
_DATE = (
    "CASE WHEN btrim(t) ~ {date} AND left(btrim(t), 4) <> '0000' THEN"
    " CASE WHEN right(btrim(t), 2)::int <= extract(day FROM"
    " make_date(left(btrim(t), 4)::int, substr(btrim(t), 6, 2)::int, 1)"
    " + interval '1 month - 1 day') THEN to_jsonb(btrim(t)) END END"
)
# From the column `t`; a bare amount is taken to be in the unit of the attribute.
_VALUES: dict[str, str] = {
    Type.TEXT: "to_jsonb(t)",
    Type.LONG_TEXT: "to_jsonb(t)",
    Type.RICH_TEXT: "to_jsonb({paragraph})",
    Type.NUMBER: "CASE WHEN btrim(t) ~ {number} THEN to_jsonb(btrim(t)) END",
    Type.MEASURE: (
        "CASE WHEN {bare} ~ {number} THEN"
        " jsonb_build_object('amount', {bare}, 'unit', {unit}::text) END"
    ),
    Type.BOOLEAN: (
        "CASE WHEN lower(btrim(t)) IN ('true', 'yes', '1') THEN 'true'::jsonb"
        " WHEN lower(btrim(t)) IN ('false', 'no', '0') THEN 'false'::jsonb END"
    ),
    Type.DATE: _DATE,
    Type.CHOICE: _OPTION.format(made="to_jsonb(code)"),
    Type.MULTIPLE_CHOICE: _OPTION.format(made="jsonb_build_array(code)"),
    Type.URL: "to_jsonb({address})",
    Type.PRODUCT: "(SELECT to_jsonb(sku) FROM catalog_product WHERE sku = btrim(t))",
}


def _from_text(new: Shape) -> Composable:
    """SQL of the value of a text."""
    bare = SQL(
        "CASE WHEN {unit} <> '' AND right(btrim(t), length({unit})) = {unit}"
        " THEN btrim(left(btrim(t), -length({unit}))) ELSE btrim(t) END"
    ).format(unit=Literal(new.unit))
    return SQL(_VALUES.get(new.type, "NULL::jsonb")).format(
        number=Literal(NUMBER),
        date=Literal(DATE),
        paragraph=paragraph_sql(SQL("t")),
        address=read_address_sql(SQL("btrim(t)")),
        bare=bare,
        unit=Literal(new.unit),
        attribute=Literal(new.attribute_id),
    )
