"""GTINs: one rule for form, list, file and quality, in Python and in SQL alike.

A GTIN has 8, 12, 13 or 14 digits, the last of which is its check digit; zeros before it change
neither that nor the article. Blanks and dashes between its groups go, and so does the ".0" that a
spreadsheet puts behind a number. What a spreadsheet has spoilt for good is said to be so.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

from console.spelling import BLANKS, clean_number, trimmed

LENGTHS = (8, 12, 13, 14)
LONGEST = max(LENGTHS)
LONGEST_QUOTED = 60
# The indicators of packages of one article; 9 stands for goods of varying measure.
_PACKAGED = "12345678"
_BETWEEN = f"{BLANKS}-\u2010\u2011\u2012\u2013\u2014\u2212"
_POINT_ZERO = r"\.0+$"
_SCIENTIFIC = r"^[0-9]([.,][0-9]+)?[eE][+]?[0-9]{1,3}$"
_DIGITS = r"^[0-9]{5,14}$"


def is_gtin(digits: str) -> bool:
    """Whether a text of digits is a GTIN; the function catalog_is_gtin of the database."""
    if len(digits) not in LENGTHS or not (digits.isascii() and digits.isdecimal()):
        return False
    if not digits.strip("0"):
        return False
    return digits[-1] == check_digit(digits[:-1])


def check_digit(digits: str) -> str:
    """The digit that follows the others of a GTIN."""
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)


def other_spellings(number: str) -> tuple[str, ...]:
    """Other numbers under which what a GTIN stands for may be known; none for what is no GTIN.

    These are the GTIN with more or fewer zeros before it, and for a GTIN-14 of a package the GTIN
    of the article inside, whose digits it has behind its indicator.
    """
    if not is_gtin(number):
        return ()
    bare = [number.lstrip("0")]
    inside = number[1:-1]
    if len(number) == LONGEST and number[0] in _PACKAGED and inside.strip("0"):
        bare.append((inside + check_digit(inside)).lstrip("0"))
    padded = [one.zfill(length) for one in bare for length in LENGTHS if length >= len(one)]
    return tuple(one for one in dict.fromkeys([*bare, *padded]) if one != number)


def read_gtin(text: str) -> str:
    """The GTIN that a text means, empty for none; raises ValidationError that says what to do."""
    digits = _bare(text)
    if digits and not is_gtin(digits):
        raise ValidationError(_told(trimmed(text), digits))
    return digits


def gtin_sql(text: Composable) -> Composable:
    """SQL of `read_gtin`, NULL where it raises and for no text."""
    # Nearly all are as they should be, which is told in a fraction of the time.
    return SQL(
        "CASE WHEN catalog_is_gtin({text}) THEN {text} WHEN {text} IS NOT NULL THEN"
        " (SELECT CASE WHEN catalog_is_gtin(digits) THEN digits END"
        " FROM (SELECT {bare} AS digits OFFSET 0) AS bare) END"
    ).format(text=text, bare=_bare_sql(text))


def gtin_problem_sql(text: Composable) -> Composable:
    """SQL of what `read_gtin` says of a text that is no GTIN."""
    spoilt, short, wrong, strange = _words()
    return SQL(
        "(SELECT replace(replace(CASE WHEN {text} ~ {scientific} THEN {spoilt}"
        " WHEN padded IS NOT NULL AND catalog_is_gtin(padded) AND padded <> digits THEN {short}"
        " WHEN length(digits) = ANY ({lengths}) AND digits ~ {is_digits} THEN {wrong}"
        " ELSE {strange} END, '{{value}}', left({text}, {quoted})), '{{padded}}',"
        " coalesce(padded, ''))"
        " FROM (SELECT digits, CASE WHEN digits ~ {is_digits} THEN lpad(digits,"
        " (SELECT min(one) FROM unnest({lengths}) AS one WHERE one >= length(digits)), '0') END"
        " AS padded FROM (SELECT {bare} AS digits OFFSET 0) AS bare) AS judged)"
    ).format(
        text=text,
        scientific=Literal(_SCIENTIFIC),
        spoilt=Literal(spoilt),
        short=Literal(short),
        wrong=Literal(wrong),
        strange=Literal(strange),
        lengths=Literal(list(LENGTHS)),
        is_digits=Literal(_DIGITS),
        quoted=Literal(LONGEST_QUOTED),
        bare=_bare_sql(text),
    )


def _bare(text: str) -> str:
    return re.sub(_POINT_ZERO, "", clean_number(text).translate(dict.fromkeys(map(ord, _BETWEEN))))


def _bare_sql(text: Composable) -> Composable:
    return SQL(
        "regexp_replace(translate(console_clean_number({text}), {between}, ''), {end}, '')"
    ).format(text=text, between=Literal(_BETWEEN), end=Literal(_POINT_ZERO))


def _told(text: str, digits: str) -> str:
    spoilt, short, wrong, strange = _words()
    padded = ""
    words = strange
    if re.fullmatch(_DIGITS, digits):
        padded = digits.zfill(min(length for length in LENGTHS if length >= len(digits)))
        words = wrong if len(digits) in LENGTHS else strange
        words = short if padded != digits and is_gtin(padded) else words
    if re.fullmatch(_SCIENTIFIC, text):
        words = spoilt
    return words.replace("{value}", text[:LONGEST_QUOTED]).replace("{padded}", padded)


def _words() -> tuple[str, str, str, str]:
    """What is told of a number that a spreadsheet spoilt, is short of zeros, wrong, or none."""
    return (
        _(
            "“{value}” is not a valid GTIN: a spreadsheet has converted it to scientific "
            "notation and lost digits. Format the column as text, enter the GTIN again and save "
            "the file."
        ),
        _(
            "“{value}” is not a valid GTIN: a spreadsheet may have removed leading zeros. Enter "
            "{padded} if that is the right GTIN."
        ),
        _(
            "“{value}” is not a valid GTIN: the check digit is wrong. Check it against the "
            "product; a digit may be mistyped or two digits swapped."
        ),
        _("“{value}” is not a valid GTIN: a GTIN has 8, 12, 13 or 14 digits."),
    )
