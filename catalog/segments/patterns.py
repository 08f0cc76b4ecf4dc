"""Patterns that people write: refused where the database could not answer them, or not soon."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.attribute_types.patterns import pattern_problem

LONGEST_PATTERN = 200


@lru_cache(maxsize=500)
def check_pattern(pattern: str) -> str:
    """Return `pattern` where it can be asked; raise ValidationError with the reason otherwise.

    What has passed once is remembered, so that a filter does not try its pattern at each use.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise ValidationError(
            _("A pattern can have at most %(limit)d characters.") % {"limit": LONGEST_PATTERN}
        )
    if problem := pattern_problem(pattern):
        raise ValidationError(problem)
    return pattern
