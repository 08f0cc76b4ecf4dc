"""Filters that know a code: those of every record that holds some."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

from catalog.attribute_types.addresses import ValueAddress
from catalog.schema.code_uses.registry import Code, CodeUse
from catalog.schema.models.attribute import Attribute, AttributeColumn, AttributeOption
from catalog.schema.queries.conditions import any_of
from catalog.segments.filter_holders import FilterHolder, filter_holders
from catalog.segments.filter_paths import FilterPath, registered_paths
from catalog.segments.registry import segment_fields
from console.postgresql.json_paths import JsonPathExists

VALUE = "value"


class Place(NamedTuple):
    """Where conditions name a record: the key of the condition, and the fields that it asks."""

    key: str
    fields: Sequence[str]


def filters_with(code: Code) -> Iterator[CodeUse]:
    """The records whose filters name the record, a kind of them at a time."""
    paths = list(_paths(code))
    for holder in filter_holders():
        named = _filters_with_paths(holder, code, paths)
        if named is None:
            return
        one, several = holder.nouns
        yield CodeUse((str(one), str(several)), named, is_binding=holder.is_binding)


def filters_naming(holder: FilterHolder, code: Code) -> QuerySet | None:
    """Those of a kind with a filter that names the record; None where no filter can name it."""
    return _filters_with_paths(holder, code, list(_paths(code)))


def _filters_with_paths(
    holder: FilterHolder, code: Code, paths: Sequence[FilterPath]
) -> QuerySet | None:
    named = [
        JsonPathExists(column, path, parameters)
        for path, parameters in paths
        for column in holder.columns
    ]
    if not named:
        return None
    conditions = any_of([Q(one) for one in named])
    if holder.named_beside:
        conditions |= holder.named_beside(code)
    found = holder.records().filter(conditions)
    # What a record says of itself goes with it.
    is_own = isinstance(code.record, holder.model)
    return found.exclude(pk=code.record.pk) if is_own else found


def _paths(code: Code) -> Iterator[FilterPath]:
    registered = list(registered_paths(code))
    if registered:
        yield from registered
        return
    for key, fields in places_of(code):
        path = f"$.** ? (@.field == $fields[*] && @.{key} == $value)"
        yield path, {"fields": list(fields), "value": code.text}


def attribute_path(attribute: Attribute) -> FilterPath:
    """An attribute: as a field, as a part of one, and as an operand of a formula."""
    pattern = rf"(^|[^a-z0-9_.])values\\.{attribute.code}([^a-z0-9_]|$)"
    return f'$.** ? (@ like_regex "{pattern}")', {}


def column_path(column: AttributeColumn) -> FilterPath:
    """A column of a table, as the field that it is."""
    return "$.** ? (@.field == $field)", {
        "field": f"{ValueAddress(column.attribute.code)}.{column.code}"
    }


def places_of(code: Code) -> list[Place]:
    """Where conditions may name the record by its value, as the fields of filters tell."""
    record = code.record
    if isinstance(record, AttributeOption):
        is_code = code.field == "code"
        return [Place(VALUE, [str(ValueAddress(record.attribute.code))])] if is_code else []
    by_key: dict[str, list[str]] = {}
    for field in segment_fields().values():
        asked = {VALUE: field.choices} | {one.name: one.choices for one in field.parameters}
        for key, choices in asked.items():
            if choices and choices.names == (type(record), code.field):
                by_key.setdefault(key, []).append(field.name)
    return [Place(key, fields) for key, fields in by_key.items()]
