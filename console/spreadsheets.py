"""Neutralizes formulas in cells (CSV injection): what others typed stays a text in every file."""

import re

from psycopg.sql import SQL, Composable, Literal

from console.numbers import IN_A_CELL

# A spreadsheet takes a text that begins so for a formula, some of them in full width as well.
# Apostrophes before it count in, so that taking one off again gives what was there.
_SIGNS = "=+@\t\r\n＝＋－＠-"
_FORMULA = f"^'*[{_SIGNS}]"
# A plain number is none, even if it is negative.
_NUMBER = f"^'*{IN_A_CELL}$"

_is_formula = re.compile(_FORMULA).search
_is_number = re.compile(_NUMBER.replace("$", r"\Z")).search


def harmless(text: str) -> str:
    """`text` as a cell of a CSV file that no spreadsheet takes for a formula."""
    return f"'{text}" if _is_formula(text) and not _is_number(text) else text


def as_typed(text: str) -> str:
    """What `harmless` made this cell of: no apostrophe goes but the one that it put there."""
    return text[1:] if text[:1] == "'" and harmless(text[1:]) == text else text


def harmless_sql(text: Composable) -> Composable:
    """`harmless` as SQL over `text`, which should be a column, as it is named several times.

    Nearly every text begins with a letter or a digit of ASCII, which bytes compared tell fastest
    (the operators with a tilde compare bytes, whatever the collation); no sign stands among them.
    """
    return SQL(
        "CASE WHEN {text} ~>=~ 'A' AND {text} ~<~ {end} THEN {text}"
        " WHEN {text} ~>=~ '0' AND {text} ~<~ ':' THEN {text}"
        " WHEN {text} ~ {formula} AND {text} !~ {number} THEN '''' || {text} ELSE {text} END"
    ).format(
        text=text,
        end=Literal("\x7f"),
        formula=Literal(_FORMULA),
        number=Literal(_NUMBER),
    )
