"""Makes a decision about rows of the inbox, by the sources that they come from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from console.inbox.registry import (
    MOST_AT_ONCE,
    Decision,
    Decisions,
    InboxSource,
    find_source,
)
from console.signed_in import User


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of the rows of one source."""

    source: InboxSource
    result: Decisions


def decide_rows(
    *, names: Sequence[str], decision: Decision, comment: str, user: User
) -> list[Decided]:
    """Decide the rows with these names ("review:12"), a source at a time.

    What its source cannot decide this way is told. Raises ValueError for more than MOST_AT_ONCE.
    """
    if len(names) > MOST_AT_ONCE:
        raise ValueError
    keys: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        code, _colon, key = name.partition(":")
        keys[code].append(key)
    return [
        Decided(source, _decide(source, keys[code], decision, comment, user))
        for code in keys
        if (source := find_source(code))
    ]


def _decide(
    source: InboxSource, keys: Sequence[str], decision: Decision, comment: str, user: User
) -> Decisions:
    if decision not in source.choices:
        reason = _("This cannot be decided in the list. Open it first.")
        return Decisions(failed=[(str(source.label), reason)])
    return source.decide(keys=keys, decision=decision, comment=comment, user=user)
