"""Date: a day of the calendar, written as ISO 8601 has it."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.base import AttributeType, Comparison, Input
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.days import calendar_day
from catalog.attribute_types.described import DescribedAttribute, HasUnit
from catalog.attribute_types.rules import Rule, day_rules
from catalog.attribute_types.unique_keys import short_key

_CALENDAR = r"^(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"


class Date(AttributeType):
    """A day; products store its ISO text."""

    code = TypeCode.DATE.value
    label = gettext_lazy("Date")
    examples = ("2026-02-28",)
    rule_fields = ("earliest", "latest")
    comparison = Comparison.DAY
    can_be_sorted = True
    can_be_column = True
    segment_kind = "date"
    field_type = "date"
    input = Input.DAY

    def read(self, attribute: DescribedAttribute, value: Any) -> str:
        """The day as ISO 8601 writes it; another notation could mean another day."""
        if isinstance(value, datetime.date):
            return value.isoformat()[:10]
        day = calendar_day(value) if isinstance(value, str) else None
        if day is None:
            raise self.refused(attribute, value)
        return day.isoformat()

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of `read`; the cases nest because a wrong one must not reach make_date."""
        return SQL(
            "CASE WHEN {0} ~ {1} THEN CASE WHEN right({0}, 2)::int <= extract(day FROM"
            " make_date(left({0}, 4)::int, substr({0}, 6, 2)::int, 1)"
            " + interval '1 month - 1 day') THEN {0} END END"
        ).format(text, Literal(_CALENDAR))

    def unique_key(self, attribute: HasUnit, stored: Any) -> str | None:
        """The day."""
        standard = self.standard(attribute, stored)
        return None if standard is None else short_key(standard)

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """How a day is written."""
        return _("%(label)s must be a date, such as 2026-02-28.") % {"label": attribute.label}

    def rules(self, attribute: DescribedAttribute) -> Iterable[Rule]:
        """The days it lies between."""
        return day_rules(attribute)

    def json_schema(self, attribute: DescribedAttribute) -> dict[str, Any]:
        """A text that is a date."""
        return {"type": "string", "format": "date"}
