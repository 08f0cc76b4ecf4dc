"""The operators of the filter language, and which kind of field has which."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Length, Lower, Upper
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IContains,
    IEndsWith,
    In,
    IStartsWith,
    LessThan,
    LessThanOrEqual,
    Regex,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.attribute_types.days import calendar_day
from catalog.attribute_types.texts import can_be_stored
from catalog.attribute_types.types.boolean import read_answer
from console.numbers import read_number
from console.spelling import trimmed

from .dates import COUNTS_DAYS, read_days, read_period
from .patterns import check_pattern

OPERATORS = {
    "is": gettext_lazy("is"),
    "is_not": gettext_lazy("is not"),
    "in": gettext_lazy("is one of"),
    "not_in": gettext_lazy("is none of"),
    "contains": gettext_lazy("contains"),
    "not_contains": gettext_lazy("does not contain"),
    "starts_with": gettext_lazy("starts with"),
    "ends_with": gettext_lazy("ends with"),
    "matches": gettext_lazy("matches the pattern"),
    "not_matches": gettext_lazy("does not match the pattern"),
    "longer": gettext_lazy("has at least … characters"),
    "shorter": gettext_lazy("has at most … characters"),
    "in_capitals": gettext_lazy("is in capital letters"),
    "not_in_capitals": gettext_lazy("is not in capital letters"),
    "empty": gettext_lazy("is empty"),
    "not_empty": gettext_lazy("is not empty"),
    "lt": gettext_lazy("is less than"),
    "lte": gettext_lazy("is at most"),
    "gt": gettext_lazy("is more than"),
    "gte": gettext_lazy("is at least"),
    "between": gettext_lazy("is between"),
    "last_days": gettext_lazy("is in the last … days"),
    "next_days": gettext_lazy("is in the next … days"),
    "days_ago": gettext_lazy("is more than … days ago"),
    "period": gettext_lazy("is in the period"),
}

# Operators that say the opposite of another; a product without a value "is not" anything.
OPPOSITES = {
    "is_not": "is",
    "not_in": "in",
    "not_contains": "contains",
    "not_matches": "matches",
    "not_in_capitals": "in_capitals",
    "empty": "not_empty",
}
WITHOUT_VALUE = {"empty", "not_empty", "in_capitals", "not_in_capitals"}
WITH_LIST = {"in", "not_in", "between"}
# Operators whose value may be another field of the kind, {"field": "name"}.
WITH_FIELD = {
    "is",
    "is_not",
    "contains",
    "not_contains",
    "starts_with",
    "ends_with",
    "matches",
    "not_matches",
    "lt",
    "lte",
    "gt",
    "gte",
}

MOST_VALUES = 1000
LONGEST_TEXT = 1000
MOST_CHARACTERS = 1_000_000

_PRESENCE = ["empty", "not_empty"]
_EQUALITY = ["is", "is_not", "in", "not_in"]
_ORDER = ["lt", "lte", "gt", "gte", "between"]
_TEXT = ["contains", "not_contains", "starts_with", "ends_with", "matches", "not_matches"]
_SHAPE = ["longer", "shorter", "in_capitals", "not_in_capitals"]

_BY_KIND = {
    "text": [*_EQUALITY, *_TEXT, *_SHAPE, *_PRESENCE],
    "choice": [*_EQUALITY, *_PRESENCE],
    "number": [*_EQUALITY, *_ORDER, *_PRESENCE],
    "count": ["is", "is_not", *_ORDER],
    "formula": [*_ORDER, "is", *_PRESENCE],
    "date": [*_EQUALITY, *_ORDER, "last_days", "next_days", "days_ago", "period", *_PRESENCE],
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
        return _read_one(kind, operator, value)
    if not isinstance(value, list) or not value:
        raise ValidationError(_("Enter a list of values, one per line."))
    if len(value) > MOST_VALUES:
        raise ValidationError(_("Enter at most %(limit)d values.") % {"limit": MOST_VALUES})
    if operator == "between" and len(value) != 2:
        raise ValidationError(_("Enter two values, the lowest and the highest, one per line."))
    return [_read_one(kind, operator, one) for one in value]


def _read_one(kind: str, operator: str, value: Any) -> Any:
    if not isinstance(value, str | int | float | bool) or value == "":
        raise ValidationError(_("Enter a value."))
    if len(str(value)) > LONGEST_TEXT:
        raise ValidationError(
            _("A value can have at most %(limit)d characters.") % {"limit": LONGEST_TEXT}
        )
    if not can_be_stored(str(value)):
        raise ValidationError(_("The value contains a character that is not allowed in text."))
    reader = _BY_OPERATOR.get(operator) or _READERS.get(kind, str)
    return reader(value)


def _read_number(value: Any) -> Decimal:
    # JSON has numbers with an exponent.
    written = f"{Decimal(str(value)):f}" if isinstance(value, float) else str(value)
    number = read_number(trimmed(written))
    if number is None:
        raise ValidationError(_("“%(value)s” is not a number.") % {"value": value})
    return Decimal(number)


def _read_date(value: Any) -> date:
    day = calendar_day(trimmed(str(value)))
    if day is None:
        raise ValidationError(_("“%(value)s” is not a date such as 2026-02-28.") % {"value": value})
    return day


def _read_boolean(value: Any) -> bool:
    answer = read_answer(trimmed(str(value)))
    if answer is None:
        raise ValidationError(_("“%(value)s” is neither yes nor no.") % {"value": value})
    return answer


def _read_characters(value: Any) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_CHARACTERS):
        raise ValidationError(
            _("Enter a number of characters from 0 to %(limit)d.") % {"limit": MOST_CHARACTERS}
        )
    return int(text)


_READERS: dict[str, Callable[[Any], Any]] = {
    "number": _read_number,
    "count": _read_number,
    "formula": _read_number,
    "date": _read_date,
    "boolean": _read_boolean,
}

_BY_OPERATOR: dict[str, Callable[[Any], Any]] = {
    "longer": _read_characters,
    "shorter": _read_characters,
    "matches": lambda value: check_pattern(str(value)),
    "not_matches": lambda value: check_pattern(str(value)),
    "period": read_period,
    **dict.fromkeys(COUNTS_DAYS, read_days),
}

_LOOKUPS = {
    "is": Exact,
    "in": In,
    "contains": IContains,
    "starts_with": IStartsWith,
    "ends_with": IEndsWith,
    "matches": Regex,
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
    if operator == "longer":
        return Q(GreaterThanOrEqual(Length(expression), value))
    if operator == "shorter":
        return Q(LessThanOrEqual(Length(expression), value))
    if operator == "in_capitals":
        # Figures alone are no capitals.
        return Q(Exact(expression, Upper(expression))) & ~Q(Exact(expression, Lower(expression)))
    return Q(_LOOKUPS[operator](expression, value))
