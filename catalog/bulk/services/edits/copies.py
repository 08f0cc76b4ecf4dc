"""SQL that copies the value of one attribute into another, converted where that is safe."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.rich_text import paragraph_sql
from catalog.attribute_types.unit_families import allowed_units, family_of
from catalog.bulk.services.edits.documents import jsonb, text_of
from catalog.schema.models.attribute import Attribute

Type = Attribute.Type
PLAIN = {Type.TEXT, Type.LONG_TEXT}
# What is text already, or has one plain way to be written as text.
WRITTEN = {Type.TEXT, Type.LONG_TEXT, Type.URL, Type.NUMBER, Type.DATE, Type.PRODUCT}

_LABEL = """
(SELECT to_jsonb(label) FROM catalog_attributeoption
WHERE attribute_id = {attribute} AND code = {text})
"""
_CODE = """
(SELECT to_jsonb(code) FROM catalog_attributeoption
WHERE attribute_id = {attribute} AND (code = {text} OR lower(label) = lower({text}))
ORDER BY code <> {text}, sort_order LIMIT 1)
"""
_IS_NUMBER = "^-?[0-9]{1,40}(\\.[0-9]{1,40})?$"
_IS_DATE = "^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
# The 31st of a shorter month is another date when it is counted from the first.
_DATE = """
CASE WHEN {text} ~ {pattern} THEN CASE WHEN
    to_char((left({text}, 8) || '01')::date + right({text}, 2)::int - 1, 'YYYY-MM-DD') = {text}
    THEN to_jsonb({text}) END END
"""


# SQL of the result from SQL of the value; NULL where the value cannot be converted.
Convert = Callable[[Composable], Composable]


def conversion(source: Attribute, target: Attribute) -> Convert | None:
    """How values of `source` become values of `target`; None where that is not safe."""
    if source.type == target.type:
        return _same_type(source, target)
    made = _CONVERSIONS.get(target.type)
    return made(source, target) if made else None


def can_copy(source: Attribute, target: Attribute) -> bool:
    """Whether values of `source` can be copied into `target`."""
    return conversion(source, target) is not None


def cannot_convert(source: Attribute, target: Attribute) -> str:
    """Why a product is refused whose value cannot be converted."""
    return _("Its “%(source)s” is no value for “%(target)s”.") % {
        "source": source.label,
        "target": target.label,
    }


def _same_type(source: Attribute, target: Attribute) -> Convert | None:
    if source.type == Type.TABLE:
        return None
    if source.type == Type.CHOICE:
        return lambda value: _code_of(target, text_of(value))
    if source.type == Type.MULTIPLE_CHOICE:
        return lambda value: _known_codes(target, value)
    if source.type == Type.MEASURE:
        same = family_of(source.unit) == family_of(target.unit) and family_of(source.unit)
        if not same and source.unit != target.unit:
            return None
    return lambda value: value


def _known_codes(target: Attribute, value: Composable) -> Composable:
    return SQL(
        "CASE WHEN NOT EXISTS (SELECT FROM jsonb_array_elements_text({0}) AS item"
        " WHERE item NOT IN (SELECT code FROM catalog_attributeoption WHERE attribute_id = {1}))"
        " THEN {0} END"
    ).format(value, Literal(target.pk))


def _code_of(attribute: Attribute, text: Composable) -> Composable:
    return SQL(_CODE).format(attribute=Literal(attribute.pk), text=text)


def _to_text(source: Attribute, target: Attribute) -> Convert | None:
    if source.type in WRITTEN:
        return lambda value: SQL("to_jsonb({})").format(text_of(value))
    if source.type == Type.CHOICE:
        return lambda value: SQL(_LABEL).format(attribute=Literal(source.pk), text=text_of(value))
    if source.type == Type.MEASURE:
        return lambda value: SQL(
            "to_jsonb(concat_ws(' ', {0} ->> 'amount', nullif({0} ->> 'unit', '')))"
        ).format(value)
    return None


def _to_rich_text(source: Attribute, target: Attribute) -> Convert | None:
    if source.type not in PLAIN:
        return None
    return lambda value: SQL("to_jsonb({})").format(paragraph_sql(text_of(value)))


def _to_number(source: Attribute, target: Attribute) -> Convert | None:
    if source.type in PLAIN:
        return lambda value: SQL("CASE WHEN {0} ~ {1} THEN to_jsonb({0}) END").format(
            text_of(value), Literal(_IS_NUMBER)
        )
    if source.type == Type.MEASURE and source.unit == target.unit:
        return lambda value: SQL("CASE WHEN {0} ->> 'unit' = {1} THEN {0} -> 'amount' END").format(
            value, Literal(source.unit)
        )
    return None


def _to_measure(source: Attribute, target: Attribute) -> Convert | None:
    if source.type == Type.NUMBER and source.unit in ("", *allowed_units(target.unit)):
        unit = jsonb({"unit": source.unit or target.unit})
        return lambda value: SQL("jsonb_build_object('amount', {}) || {}").format(value, unit)
    return None


def _to_date(source: Attribute, target: Attribute) -> Convert | None:
    if source.type not in PLAIN:
        return None
    return lambda value: SQL(_DATE).format(text=text_of(value), pattern=Literal(_IS_DATE))


def _to_choice(source: Attribute, target: Attribute) -> Convert | None:
    if source.type in PLAIN:
        return lambda value: _code_of(target, text_of(value))
    if source.type == Type.MULTIPLE_CHOICE:
        return lambda value: SQL("CASE WHEN jsonb_array_length({}) = 1 THEN {} END").format(
            value, _code_of(target, SQL("({} ->> 0)").format(value))
        )
    return None


def _to_choices(source: Attribute, target: Attribute) -> Convert | None:
    if source.type not in {*PLAIN, Type.CHOICE}:
        return None
    return lambda value: SQL(
        "(SELECT jsonb_build_array(code) FROM (SELECT {}) AS found(code) WHERE code IS NOT NULL)"
    ).format(_code_of(target, text_of(value)))


_CONVERSIONS: dict[str, Callable[[Attribute, Attribute], Convert | None]] = {
    Type.TEXT: _to_text,
    Type.LONG_TEXT: _to_text,
    Type.RICH_TEXT: _to_rich_text,
    Type.NUMBER: _to_number,
    Type.MEASURE: _to_measure,
    Type.DATE: _to_date,
    Type.CHOICE: _to_choice,
    Type.MULTIPLE_CHOICE: _to_choices,
}
