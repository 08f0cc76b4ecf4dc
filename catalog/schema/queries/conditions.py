"""Combines `Q` conditions."""

from collections.abc import Sequence

from django.db.models import Q


def any_of(conditions: Sequence[Q]) -> Q:
    """One of `conditions` holds; of none, nothing does."""
    result = Q(pk__in=[])
    for condition in conditions:
        result |= condition
    return result
