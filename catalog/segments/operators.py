"""The operators of the filter language, and which kind of field has which."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.expressions import Combinable
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IContains,
    In,
    IStartsWith,
    LessThan,
    LessThanOrEqual,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

OPERATORS = {
    "is": gettext_lazy("is"),
    "is_not": gettext_lazy("is not"),
    "in": gettext_lazy("is one of"),
    "contains": gettext_lazy("contains"),
    "starts_with": gettext_lazy("starts with"),
    "empty": gettext_lazy("is empty"),
    "not_empty": gettext_lazy("is not empty"),
    "lt": gettext_lazy("is less than"),
    "lte": gettext_lazy("is at most"),
    "gt": gettext_lazy("is more than"),
    "gte": gettext_lazy("is at least"),
    "between": gettext_lazy("is between"),
}

# Operators that say the opposite of another; a product without a value "is not" anything.
OPPOSITES = {"is_not": "is", "empty": "not_empty"}
WITHOUT_VALUE = {"empty", "not_empty"}
WITH_LIST = {"in", "between"}

MOST_DIGITS = 100

_PRESENCE = ["empty", "not_empty"]
_EQUALITY = ["is", "is_not", "in"]
_ORDER = ["lt", "lte", "gt", "gte", "between"]

_BY_KIND = {
    "text": [*_EQUALITY, "contains", "starts_with", *_PRESENCE],
    "choice": [*_EQUALITY, *_PRESENCE],
    "number": [*_EQUALITY, *_ORDER, *_PRESENCE],
    "date": [*_EQUALITY, *_ORDER, *_PRESENCE],
    "boolean": ["is", "is_not", *_PRESENCE],
    "presence": _EQUALITY,
}


def operators_of(kind: str) -> list[str]:
    """The operators that a kind of field has."""
    return _BY_KIND[kind]


def read_value(kind: str, operator: str, value: Any) -> Any:
    """The value of a condition as the database compares it.

    Raises ValidationError that says what was expected.
    """
    if operator in WITHOUT_VALUE:
        return None
    if operator not in WITH_LIST:
        return _read_one(kind, value)
    if not isinstance(value, list) or not value:
        raise ValidationError(_("Give a list of values, one a line."))
    if operator == "between" and len(value) != 2:
        raise ValidationError(_("Give two values: the lowest and the highest, one a line."))
    return [_read_one(kind, one) for one in value]


def _read_one(kind: str, value: Any) -> Any:
    if not isinstance(value, str | int | float | bool) or value == "":
        raise ValidationError(_("Give a value."))
    return _READERS.get(kind, str)(value)


def _read_number(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("nan")
    # PostgreSQL holds numbers of so many digits, and nobody measures parts by them.
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        raise ValidationError(_("“%(value)s” is no number.") % {"value": value})
    return number


def _read_date(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValidationError(
            _("“%(value)s” is no date such as 2026-02-28.") % {"value": value}
        ) from None


def _read_boolean(value: Any) -> bool:
    known = {"true": True, "yes": True, "false": False, "no": False}
    try:
        return known[str(value).lower()]
    except KeyError:
        raise ValidationError(_("“%(value)s” is neither yes nor no.") % {"value": value}) from None


_READERS: dict[str, Callable[[Any], Any]] = {
    "number": _read_number,
    "date": _read_date,
    "boolean": _read_boolean,
}

_LOOKUPS = {
    "is": Exact,
    "in": In,
    "contains": IContains,
    "starts_with": IStartsWith,
    "lt": LessThan,
    "lte": LessThanOrEqual,
    "gt": GreaterThan,
    "gte": GreaterThanOrEqual,
}


def compare(expression: Combinable, operator: str, value: Any) -> Q:
    """The condition that `expression` stands in `operator` (no opposite) to `value`."""
    if operator == "between":
        low, high = value
        return Q(GreaterThanOrEqual(expression, low)) & Q(LessThanOrEqual(expression, high))
    return Q(_LOOKUPS[operator](expression, value))


def any_of(conditions: Sequence[Q]) -> Q:
    """One of `conditions` holds; of none, nothing does."""
    result = Q(pk__in=[])
    for condition in conditions:
        result |= condition
    return result
