"""What becomes of every text before a type reads it, in Python and in SQL alike.

Blanks of every kind at its ends go (`console.spelling.trimmed`), and a line ends with one
character, however a browser or a file writes it.
"""

from typing import Any

from psycopg.sql import SQL, Composable

from console.postgresql.unstorable import UNREADABLE, UNSTORABLE
from console.spelling import trimmed, trimmed_sql


def cleaned(text: str) -> str:
    """The text trimmed, its lines ended by LF."""
    return trimmed(text).replace("\r\n", "\n").replace("\r", "\n")


def with_plain_lines_sql(text: Composable) -> Composable:
    """SQL that ends the lines of a text by LF."""
    return SQL("translate(replace({}, E'\\r\\n', E'\\n'), E'\\r', E'\\n')").format(text)


def cleaned_sql(text: Composable) -> Composable:
    """SQL of `cleaned`, NULL for what is empty then."""
    return SQL("nullif({}, '')").format(with_plain_lines_sql(trimmed_sql(text)))


def can_be_stored(text: str) -> bool:
    """Whether PostgreSQL can hold the text: neither NUL nor half a character."""
    return not UNSTORABLE.search(text)


def quoted(value: Any, longest: int) -> str:
    """The beginning of what was given, as a message can hold it."""
    return UNSTORABLE.sub(UNREADABLE, str(value)[:longest])


def lowered(text: str) -> str:
    """Small letters as the database makes them: each character by itself."""
    return "".join("i" if letter == "İ" else letter.lower() for letter in text)
