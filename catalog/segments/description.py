"""The filter language as a form needs to know it: fields, operators, what each takes."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User

from .compilation import COMPARABLE
from .dates import COUNTS_DAYS, PERIODS
from .operators import OPERATORS, WITH_FIELD, WITH_LIST, WITHOUT_VALUE, operators_of
from .registry import Parameter, SegmentField, segment_fields

_COUNTS_CHARACTERS = {"longer", "shorter"}


def describe_fields(user: User) -> dict[str, Any]:
    """Every field that `user` may ask for, with its operators, and what each operator takes."""
    fields = list(segment_fields(user).values())
    kinds = {field.kind for field in fields}
    return {
        "fields": [_field(field) for field in fields],
        "kinds": {kind: operators_of(kind) for kind in kinds},
        "operators": {name: _operator(name) for name in OPERATORS},
        "periods": _pairs(PERIODS.items()),
    }


def _field(field: SegmentField) -> dict[str, Any]:
    comparable = COMPARABLE.get(field.kind) if field.expressions else None
    return {
        "name": field.name,
        "label": str(field.label),
        "group": str(field.group),
        "kind": field.kind,
        "input": field.input or ("choice" if field.choices else field.kind),
        "unit": field.unit,
        "comparable": comparable,
        "parameters": [_parameter(parameter) for parameter in field.parameters],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "label": str(parameter.label),
        "open": str(parameter.open_label),
        "choices": _pairs(parameter.choices.find("")),
    }


def _operator(name: str) -> dict[str, Any]:
    takes = "one"
    if name in WITHOUT_VALUE:
        takes = "none"
    elif name == "between":
        takes = "two"
    elif name in WITH_LIST:
        takes = "list"
    elif name == "period":
        takes = "period"
    elif name in COUNTS_DAYS or name in _COUNTS_CHARACTERS:
        takes = "count"
    return {"label": str(OPERATORS[name]), "takes": takes, "with_field": name in WITH_FIELD}


def _pairs(pairs: Iterable[tuple[Any, Any]]) -> list[list[str]]:
    return [[str(value), str(label)] for value, label in pairs]
