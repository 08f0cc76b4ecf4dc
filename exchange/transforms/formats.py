"""Transforms of numbers and dates; a text that is neither passes unchanged."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable, Literal
from wagtail import blocks

from console.numbers import is_number_sql, read_number
from exchange.registry import FieldType

from .base import Transform, check_choice, check_whole_number, evaluated_once, literal

DIGIT_BEFORE_THREE = "([0-9])(?=(?:[0-9]{3})+$)"
MOST_DECIMALS = 10
EXACT = Context(prec=100, rounding=ROUND_HALF_UP)

# code: (separator of thousands, decimal mark)
NOTATIONS = {
    "plain": ("", "."),
    "comma": ("", ","),
    "english": (",", "."),
    "german": (".", ","),
    "french": ("\u202f", ","),
    "swiss": ("’", "."),
}
NOTATION_LABELS = [
    ("plain", "1234.50"),
    ("comma", "1234,50"),
    ("english", "1,234.50"),
    ("german", "1.234,50"),
    ("french", "1\u202f234,50"),
    ("swiss", "1’234.50"),
]

DATE = "([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?"
# code: how year (1), month (2) and day (3) stand in it
DATE_FORMATS = {
    "iso": r"\1-\2-\3",
    "compact": r"\1\2\3",
    "german": r"\3.\2.\1",
    "british": r"\3/\2/\1",
    "american": r"\2/\3/\1",
    "year": r"\1",
}
DATE_LABELS = [
    ("iso", "2026-03-31"),
    ("compact", "20260331"),
    ("german", "31.03.2026"),
    ("british", "31/03/2026"),
    ("american", "03/31/2026"),
    ("year", "2026"),
]


@dataclass(frozen=True, slots=True)
class NumberFormat(Transform):
    """A number with so many decimals (halves rounded away from zero), in a notation.

    Without `decimals` it keeps those it has: 12.70 stays 12.70.
    """

    decimals: int | None = None
    notation: str = "plain"

    code = "number"
    label = gettext_lazy("Number format")

    @classmethod
    def setting_blocks(cls):
        decimals = blocks.IntegerBlock(
            label=gettext_lazy("Decimals"),
            required=False,
            min_value=0,
            max_value=MOST_DECIMALS,
            help_text=gettext_lazy("Leave empty to keep the decimals of the number."),
        )
        notation = blocks.ChoiceBlock(
            label=gettext_lazy("Notation"), choices=NOTATION_LABELS, default="plain"
        )
        return [("decimals", decimals), ("notation", notation)]

    def check(self) -> None:
        if self.decimals is not None:
            check_whole_number(self.decimals, _("Decimals"), lowest=0, highest=MOST_DECIMALS)
        check_choice(self.notation, _("Notation"), NOTATIONS)

    def sql(self, value: Composable) -> Composable:
        number: Composable = SQL("given.value::numeric")
        if self.decimals is not None:
            number = SQL("round({}, {})").format(number, Literal(self.decimals))
        return evaluated_once(
            value,
            "CASE WHEN {is_number} THEN {number} ELSE given.value END",
            is_number=is_number_sql(SQL("given.value")),
            number=self._notation_sql(SQL("({})::text").format(number)),
        )

    def _notation_sql(self, number: Composable) -> Composable:
        thousands, mark = NOTATIONS[self.notation]
        if not thousands:
            return SQL("replace({}, '.', {})").format(number, Literal(mark))
        return SQL(
            "regexp_replace(split_part({number}, '.', 1), {digit}, {grouped}, 'g')"
            " || coalesce({mark} || nullif(split_part({number}, '.', 2), ''), '')"
        ).format(
            number=number,
            digit=Literal(DIGIT_BEFORE_THREE),
            grouped=Literal(rf"\1{thousands}"),
            mark=literal(mark),
        )

    def apply(self, value: str) -> str:
        read = read_number(value)
        if read is None:
            return value
        number = Decimal(read)
        if self.decimals is not None:
            number = number.quantize(Decimal(1).scaleb(-self.decimals), context=EXACT)
        # Rounded to zero, it has no sign in PostgreSQL.
        whole, _point, fraction = f"{number if number else abs(number):f}".partition(".")
        thousands, mark = NOTATIONS[self.notation]
        whole = re.sub(DIGIT_BEFORE_THREE, rf"\1{thousands}", whole)
        return whole + (mark + fraction if fraction else "")

    def result_type(self, given: FieldType) -> FieldType:
        is_number = given == FieldType.NUMBER and self.notation == "plain"
        return FieldType.NUMBER if is_number else FieldType.TEXT


@dataclass(frozen=True, slots=True)
class DateFormat(Transform):
    """A date (2026-03-31, or a moment that begins so) as others write it."""

    format: str

    code = "date"
    label = gettext_lazy("Date format")

    @classmethod
    def setting_blocks(cls):
        label = gettext_lazy("Format")
        return [("format", blocks.ChoiceBlock(label=label, choices=DATE_LABELS, default="iso"))]

    def check(self) -> None:
        check_choice(self.format, _("Format"), DATE_FORMATS)

    def sql(self, value: Composable) -> Composable:
        return SQL("regexp_replace({}, {}, {})").format(
            value, Literal(f"^{DATE}$"), Literal(DATE_FORMATS[self.format])
        )

    def apply(self, value: str) -> str:
        found = re.fullmatch(DATE, value, re.DOTALL)
        return found.expand(DATE_FORMATS[self.format]) if found else value
