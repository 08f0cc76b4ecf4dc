"""Asks every finder for a text."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from console.finders.registry import Finder, Found, registered_finders
from console.postgresql.statement_timeout import statement_timeout
from console.postgresql.unstorable import UNSTORABLE
from console.signed_in import User

logger = logging.getLogger(__name__)

SHORTEST = 2
LONGEST = 100
FOUND_OF_A_KIND = 5
# For each statement of a finder: nobody waits longer for a search box.
MILLISECONDS = 1_500


@dataclass(frozen=True, slots=True)
class FoundOfAKind:
    """What one finder found; nothing, and `has_failed`, where it could not be asked."""

    finder: Finder
    found: Sequence[Found]
    has_failed: bool = False


def find_everywhere(user: User, text: str, limit: int = FOUND_OF_A_KIND) -> list[FoundOfAKind]:
    """What `user` may see and the text means, by kind; kinds without anything are left out."""
    text = " ".join(UNSTORABLE.sub(" ", text).split())[:LONGEST]
    if len(text) < SHORTEST:
        return []
    with statement_timeout(MILLISECONDS):
        kinds = [_ask(finder, user, text, limit) for finder in registered_finders()]
    return [kind for kind in kinds if kind.found or kind.has_failed]


def _ask(finder: Finder, user: User, text: str, limit: int) -> FoundOfAKind:
    try:
        with transaction.atomic():
            return FoundOfAKind(finder, finder.find(user, text, limit))
    except Exception:
        logger.exception("The finder %s cannot be asked", finder.code)
        return FoundOfAKind(finder, [], has_failed=True)
