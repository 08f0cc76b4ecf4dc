"""Patterns that people write: refused where the database could not answer them, or not soon."""

import re
from functools import lru_cache
from math import prod

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

LONGEST_PATTERN = 200
MOST_REPETITIONS = 1000

_BACK_REFERENCE = re.compile(r"\\[1-9]")
_REPETITION = re.compile(r"\{(\d+)(?:,(\d*))?\}")


@lru_cache(maxsize=500)
def check_pattern(pattern: str) -> str:
    """Return `pattern` where it can be asked; raise ValidationError with the reason otherwise.

    PostgreSQL matches in linear time except where a pattern refers back to what it found, and it
    writes out repetitions; so both are bounded.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise ValidationError(
            _("A pattern may have %(limit)d characters.") % {"limit": LONGEST_PATTERN}
        )
    if _BACK_REFERENCE.search(pattern):
        raise ValidationError(_("A pattern may not refer back to a part of itself (\\1)."))
    counts = [max(map(int, filter(None, found))) for found in _REPETITION.findall(pattern)]
    if prod(counts) > MOST_REPETITIONS:
        raise ValidationError(_("The pattern repeats too often; use + or * instead."))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT '' ~ %s", [pattern])
    except DatabaseError as error:
        reason = str(error).splitlines()[0].removeprefix("invalid regular expression: ")
        raise ValidationError(
            _("“%(pattern)s” is no pattern: %(reason)s.")
            % {"pattern": pattern, "reason": reason.rstrip(".")}
        ) from error
    return pattern
