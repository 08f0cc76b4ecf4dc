"""Dates that move with the calendar: "in the last 7 days", "next month"."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_DAYS = 36_500

Days = tuple[date, date]

PERIODS = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "tomorrow": gettext_lazy("tomorrow"),
    "last_week": gettext_lazy("last week"),
    "this_week": gettext_lazy("this week"),
    "next_week": gettext_lazy("next week"),
    "last_month": gettext_lazy("last month"),
    "this_month": gettext_lazy("this month"),
    "next_month": gettext_lazy("next month"),
    "last_year": gettext_lazy("last year"),
    "this_year": gettext_lazy("this year"),
    "next_year": gettext_lazy("next year"),
}

COUNTS_DAYS = {"last_days", "next_days", "days_ago"}
RELATIVE = {*COUNTS_DAYS, "period"}


def read_days(value: Any) -> int:
    """A number of days."""
    try:
        days = int(str(value))
    except ValueError:
        days = -1
    if not 0 <= days <= MOST_DAYS:
        raise ValidationError(
            _("Enter a number of days from 0 to %(limit)d.") % {"limit": MOST_DAYS}
        )
    return days


def read_period(value: Any) -> str:
    """The name of a period of the calendar."""
    if not isinstance(value, str) or value not in PERIODS:
        raise ValidationError(
            _("“%(value)s” is not a period such as last_week or next_month.") % {"value": value}
        )
    return value


def on_the_calendar(operator: str, value: Any, today: date) -> tuple[str, Any]:
    """The operator and value that a relative one stands for on this day.

    A week begins on Monday; the last 7 days are today and the seven days before.
    """
    if operator == "last_days":
        return "between", [today - timedelta(days=value), today]
    if operator == "next_days":
        return "between", [today, today + timedelta(days=value)]
    if operator == "days_ago":
        return "lt", today - timedelta(days=value)
    return "between", list(_period(value, today))


def _period(name: str, today: date) -> Days:
    if name in _SINGLE_DAYS:
        day = today + timedelta(days=_SINGLE_DAYS[name])
        return day, day
    which, unit = name.split("_")
    return _UNITS[unit](today, _STEPS[which])


def _week(today: date, step: int) -> Days:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
    return monday, monday + timedelta(days=6)


def _month(today: date, step: int) -> Days:
    first = _first_of_month(today.year * 12 + today.month - 1 + step)
    following = _first_of_month(today.year * 12 + today.month + step)
    return first, following - timedelta(days=1)


def _first_of_month(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _year(today: date, step: int) -> Days:
    return date(today.year + step, 1, 1), date(today.year + step, 12, 31)


_SINGLE_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEPS = {"last": -1, "this": 0, "next": 1}
_UNITS: dict[str, Callable[[date, int], Days]] = {"week": _week, "month": _month, "year": _year}
