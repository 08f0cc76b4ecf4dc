"""Days that limit dates: one of the calendar, or one counted from today ("today", "today+30")."""

import re
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from console.site_day import site_day

_CALENDAR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# At most a century and a half, so that no day falls off the calendar.
_COUNTED = re.compile(r"today(?:([+-])([0-9]{1,5}))?")


def calendar_day(text: str) -> date | None:
    """The day that a text is as ISO 8601 writes it; another notation could mean another day.

    Shorter ways to write one would not stand in the order of their text.
    """
    try:
        return date.fromisoformat(text) if _CALENDAR.fullmatch(text) else None
    except ValueError:
        return None


def day_of(text: str) -> date | None:
    """The day that a limit stands for now, None where it is none."""
    if day := calendar_day(text):
        return day
    try:
        found = _COUNTED.fullmatch(text)
        return site_day() + timedelta(days=_days(found)) if found else None
    except OverflowError:
        return None


def day_problem(text: str) -> str | Promise:
    """What is wrong with a limit; empty where nothing is, or where there is none."""
    if not text or day_of(text):
        return ""
    return gettext_lazy(
        "Enter a date such as 2026-02-28, or one relative to today: today, today-30, today+365."
    )


def day_shown(text: str) -> str:
    """The day of a limit in words: "2026-02-28", "2026-03-30 (30 days after today)"."""
    day = day_of(text)
    found = _COUNTED.fullmatch(text)
    if not day or not found:
        return text
    days = _days(found)
    if not days:
        return _("today (%(day)s)") % {"day": day.isoformat()}
    words = (
        ngettext(
            "%(day)s (%(count)d day after today)", "%(day)s (%(count)d days after today)", days
        )
        if days > 0
        else ngettext(
            "%(day)s (%(count)d day before today)", "%(day)s (%(count)d days before today)", -days
        )
    )
    return words % {"day": day.isoformat(), "count": abs(days)}


def _days(found: re.Match) -> int:
    return int(f"{found[1]}{found[2]}") if found[1] else 0
