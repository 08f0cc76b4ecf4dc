"""The fields that an attribute gives to feeds and imports, and the SQL that reads its values."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.attribute_types.addresses import ValueAddress
from catalog.attribute_types.holding import (
    Reader,
    channels_asked,
    json_at,
    resolved_sql,
    stored_at,
    text_at,
)
from catalog.attribute_types.registry import attribute_type
from catalog.products.queries.effective_values import INHERITED
from catalog.schema.attribute_types.multiple_choice import LIST_SEPARATOR, list_or_null_sql
from catalog.schema.models.attribute import Attribute
from exchange.registry import Field, FieldContext, FieldType, Join


def attribute_fields(
    attribute: Attribute, context: FieldContext, *, inherit: bool = False
) -> Iterator[Field]:
    """The field "values.<code>", and its variants: ".label" of choices, and what the type has
    besides (`AttributeType.value_fields`), such as the ".unit" of measures.

    With `inherit`, a variant without a value of its own gives that of its parent.
    """
    for field in _fields(attribute, context, inherit):
        yield replace(field, joins=(INHERITED, *field.joins)) if inherit else field


def _fields(attribute: Attribute, context: FieldContext, inherit: bool) -> Iterator[Field]:
    read = partial(_read, attribute, context, inherit)
    kind = attribute_type(attribute.type)
    # A single place needs no look at whether it is empty, which takes as long as reading it.
    places = len(channels_asked(attribute, context.channel))
    is_single = places == 1 and not inherit and not attribute.is_localizable
    stored = json_at if is_single else stored_at
    if kind.has_columns:
        rows = list_or_null_sql(read(stored))
        yield _field(attribute, SQL("({})::text").format(rows), list_expression=rows)
    elif kind.has_options and kind.holds_several:
        codes = read(stored)
        yield _field(
            attribute, kind.written_sql(attribute, codes), list_expression=list_or_null_sql(codes)
        )
        yield _choice_labels(attribute, context, codes)
    elif kind.has_options:
        code = read(text_at)
        yield _field(attribute, code)
        yield _choice_label(attribute, context, code)
    else:
        exported = _part(partial(kind.exported_sql, attribute)) if kind.is_document else text_at
        yield _field(attribute, read(exported))
        for one in kind.value_fields(attribute):
            yield _field(
                attribute,
                SQL("nullif({}, '')").format(read(_part(one.sql))),
                variant=one.code,
                label=one.label % {"attribute": attribute.label},
                type=FieldType(one.field_type),
                is_writable=one.is_writable,
            )


def _part(made: Callable[[Composable], Composable]) -> Reader:
    """Reads what the type makes of a value."""

    def read(container: Composable, key: Composable) -> Composable:
        return made(SQL("({} -> {})").format(container, key))

    return read


def _field(attribute: Attribute, expression: Composable, *, variant: str = "", **changes) -> Field:
    code = str(ValueAddress(attribute.code))
    return Field(
        **{
            "code": f"{code}.{variant}" if variant else code,
            "label": attribute.label,
            "group": attribute.group.label,
            "type": FieldType(attribute_type(attribute.type).field_type),
            "expression": expression,
            "is_writable": True,
            "attribute": attribute.code,
            **changes,
        }
    )


def _read(attribute: Attribute, context: FieldContext, inherit: bool, read) -> Composable:
    """The value by `read`, where `catalog.attribute_types` says that it is to be found."""
    return resolved_sql(
        attribute,
        read,
        locales=list(dict.fromkeys([context.locale, context.fallback_locale])),
        channel=context.channel,
        owners=("product", INHERITED.alias) if inherit else ("product",),
    )


def _option_label(context: FieldContext, alias: str, code: Composable) -> Composable:
    """The option's label in the language, else its own label, else the bare code."""
    return SQL("coalesce(nullif({0}.labels ->> {1}, ''), {0}.label, {2})").format(
        Identifier(alias), Literal(context.locale), code
    )


def _choice_label(attribute: Attribute, context: FieldContext, code: Composable) -> Field:
    alias = f"option_{attribute.pk}"
    clause = SQL(
        "LEFT JOIN catalog_attributeoption {alias}"
        " ON {alias}.attribute_id = {attribute} AND {alias}.code = {code}"
    ).format(alias=Identifier(alias), attribute=Literal(attribute.pk), code=code)
    return _field(
        attribute,
        _option_label(context, alias, code),
        variant="label",
        label=_("%(attribute)s (label)") % {"attribute": attribute.label},
        joins=(Join(alias, clause),),
        is_writable=False,
    )


def _choice_labels(attribute: Attribute, context: FieldContext, codes: Composable) -> Field:
    source = SQL(
        " FROM jsonb_array_elements_text({codes}) WITH ORDINALITY AS item(code, place)"
        " LEFT JOIN catalog_attributeoption answer"
        " ON answer.attribute_id = {attribute} AND answer.code = item.code)"
    ).format(codes=list_or_null_sql(codes), attribute=Literal(attribute.pk))
    label = _option_label(context, "answer", SQL("item.code"))
    return _field(
        attribute,
        SQL("(SELECT string_agg({}, {} ORDER BY item.place){}").format(
            label, Literal(LIST_SEPARATOR), source
        ),
        variant="label",
        label=_("%(attribute)s (labels)") % {"attribute": attribute.label},
        list_expression=SQL("(SELECT jsonb_agg({} ORDER BY item.place){}").format(label, source),
        is_writable=False,
    )
