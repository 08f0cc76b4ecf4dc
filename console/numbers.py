"""What is a number where a person, a file or a document writes one, in Python and in SQL.

A number is exact, of ASCII digits with a dot before its decimals. `read_number` is what one is
where somebody writes it, `read_typed_number` where a person does so as their language does, and
`is_stored_number` where a document holds it. Both sides of a rule are made of one pattern.
"""

import re
import unicodedata
from decimal import Decimal

from django.utils.formats import get_format
from psycopg.sql import SQL, Composable, Literal

# So many digits before the dot, and so many behind it.
MOST_DIGITS = 40
# The digits of other scripts pass \d, and no database takes them for a number.
UNSIGNED = f"[0-9]{{1,{MOST_DIGITS}}}(?:[.][0-9]{{1,{MOST_DIGITS}}})?"
# A plus goes when a number is stored.
STORED = f"-?{UNSIGNED}"
WRITTEN = f"[+-]?{UNSIGNED}"
# With what follows it, such as a unit. Repeats that are not counted are found twice as fast.
LEADING = "[+-]?[0-9]+(?:[.][0-9]+)?"
# Those that JSON writes with the same digits: none but the zero begins with one.
OF_JSON = "-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?"
# What a spreadsheet of whatever language takes for one.
IN_A_CELL = "[+-]?[0-9]+([.,][0-9]+)?"

_WIDE = re.compile(
    "[" + "".join(one for one in map(chr, range(0x3000)) if unicodedata.category(one) == "Zs") + "]"
)
_is_grouped = re.compile("[0-9]{1,3}(?:,[0-9]{3})+").fullmatch
_is_written = re.compile(WRITTEN).fullmatch
_is_stored = re.compile(STORED).fullmatch


def read_number(text: str) -> str | None:
    """The number that a text is, without plus and zeros before it: +012.70 is 12.70.

    None for what is no number of at most 40 digits before and 40 behind the dot.
    """
    if not _is_written(text):
        return None
    number = Decimal(text)
    return f"{number if number else abs(number):f}"


def read_typed_number(text: str) -> str | None:
    """The number that a text is where the language of this thread writes it: 1.234,50 in German.

    Digits may stand in groups of three. None where it is no number, or one of another language.
    """
    decimal, group = (get_format(f"{name}_SEPARATOR") for name in ("DECIMAL", "THOUSAND"))
    if not group.strip():
        # Languages part groups by a blank of some width, and spreadsheets by another one.
        text, group = _WIDE.sub("\u00a0", text), "\u00a0"
    whole, point, places = text.strip().partition(decimal)
    if group in whole:
        if not _is_grouped(whole.lstrip("+-").replace(group, ",")):
            return None
        whole = whole.replace(group, "")
    # What is left must not be read as the dot of another language.
    if "." in whole or "." in places:
        return None
    return read_number(f"{whole}.{places}" if point else whole)


def is_number_sql(text: Composable) -> Composable:
    """SQL that is true where `read_number` finds a number, NULL for NULL."""
    return _matches_sql(text, LEADING, WRITTEN)


def number_text_sql(text: Composable) -> Composable:
    """SQL of `read_number`, of a text that is a number."""
    return SQL("{}::numeric::text").format(text)


def is_stored_number(stored: object) -> bool:
    """Whether what stands in a document is a number, as its text or by itself."""
    return bool(_is_stored(str(stored)))


def is_json_number_sql(text: Composable) -> Composable:
    """SQL that is true where JSON writes a number as the text does."""
    return _matches_sql(text, OF_JSON, STORED)


def _matches_sql(text: Composable, quick: str, counted: str) -> Composable:
    """True where a text is as `quick` says; only longer ones are looked at again, and counted."""
    return SQL("({0} ~ {1} AND (length({0}) <= {2} OR {0} ~ {3}))").format(
        text, Literal(f"^{quick}$"), Literal(MOST_DIGITS), Literal(f"^{counted}$")
    )
