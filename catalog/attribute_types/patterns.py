"""Patterns that editors write: regular expressions as PostgreSQL matches them.

The form and the import ask the same engine, so that a pattern means the same in both. It does not
backtrack (references to groups, for which it would have to, are refused), and what takes too long
all the same is stopped instead of holding up the form.
"""

import re

from django.core.exceptions import ValidationError
from django.db import DataError, connection
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

from console.postgresql.statement_timeout import StatementTimeoutError, statement_timeout

LONGEST_WAIT = 500  # milliseconds
# Texts on which a pattern that can run away does so.
_TRIALS = ["a" * 3000 + "!", "0" * 3000 + "x", "A1-" * 1000 + "?"]
_REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*\\[1-9]")


def mismatch_sql(value: Composable, pattern: str) -> Composable:
    """SQL that is true where the whole text does not match."""
    return SQL("{} !~ {}").format(value, Literal(f"^(?:{pattern})$"))


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches `pattern`.

    Raises ValidationError where that cannot be told in time, or the pattern is none.
    """
    try:
        return not _ask(SQL("SELECT {}").format(mismatch_sql(Literal(text), pattern)))
    except StatementTimeoutError:
        raise ValidationError(
            _("Matching this text against the pattern takes too long. Simplify the pattern.")
        ) from None
    except DataError as error:
        raise ValidationError(_broken(error)) from None


def pattern_problem(pattern: str) -> str:
    """What is wrong with `pattern`, empty where it can be used."""
    if not pattern:
        return ""
    if "\x00" in pattern:
        return _("The pattern contains a character that cannot be stored.")
    if _REFERENCE.search(pattern):
        return _("A pattern cannot contain backreferences (such as \\1).")
    try:
        # By itself as well: “a)(b” is none, though it would be one in brackets.
        _ask(SQL("SELECT '' ~ {}").format(Literal(pattern)))
        for trial in _TRIALS:
            _ask(SQL("SELECT {}").format(mismatch_sql(Literal(trial), pattern)))
    except StatementTimeoutError:
        return _("Matching a long text against the pattern takes too long. Simplify the pattern.")
    except DataError as error:
        return _broken(error)
    return ""


def _broken(error: DataError) -> str:
    reason = str(error).split("\n")[0].removeprefix("invalid regular expression: ")
    return _("This is not a valid regular expression: %(reason)s.") % {"reason": reason}


def _ask(query: Composable) -> bool:
    """The answer to `query`, in a transaction of its own that gives up after a while."""
    with statement_timeout(LONGEST_WAIT), connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
