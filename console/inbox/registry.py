"""Registry of the inbox: what kinds of things wait for a person's decision.

A room registers one `InboxSource` for each kind from its `AppConfig.ready()`. The inbox reads the
page, the counts and the mails from it, and asks it alone to decide.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from console.keys import read_keys
from console.signed_in import User

# Each decision may publish something in the same request.
MOST_AT_ONCE = 100


class Decision(StrEnum):
    """What can be done with a row of the inbox; each has a key of its own there."""

    APPROVE = "approve"
    SEND_BACK = "send_back"
    RETRY = "retry"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class Choice:
    """How a source calls a decision: on its button, and once it is made.

    `done` is an `ngettext_lazy` by "count". With `asks_comment` the person is asked for a comment
    first, which may stay empty.
    """

    label: str | Promise
    done: Any
    asks_comment: bool = False


@dataclass(frozen=True, slots=True)
class TextChange:
    """A field that would change, as texts for people; empty for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One thing that waits, in words: what it is, where it is decided, what it changes.

    `changes` are the first few differences of `change_count`; `sender` is who sent it, empty where
    nobody did; `due_at` is None where nothing is due.
    """

    title: str
    url: str
    detail: str = ""
    changes: Sequence[TextChange] = ()
    change_count: int = 0
    sender: str = ""
    due_at: datetime | None = None


@dataclass
class Decisions:
    """How many things were decided, and why others were not: (name, reason)."""

    decided: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


class InboxSource(ABC):
    """A kind of things that wait; each is a record of one model.

    `since` names the field that says since when a record waits; it is never null in `waiting`.
    An index with this order, partial where few of the records wait, keeps the inbox quick with
    100,000 of them. `sender` is the path from the record to the user who sent it, empty where
    nobody did.
    """

    code: str
    label: str | Promise
    icon: str
    order: int
    since: str
    sender: str = ""
    choices: Mapping[Decision, Choice] = {}
    # The preference of Wagtail's profile by which it tells of new ones by mail itself.
    wagtail_notification: str = ""

    @abstractmethod
    def waiting(self, user: User) -> QuerySet[Any]:
        """The records that wait for `user`, and that `user` may see; without an order."""

    @abstractmethod
    def rows(self, records: Sequence[Any], user: User) -> dict[Any, InboxRow]:
        """The records in words by their keys; the queries do not grow with their number.

        A record that is gone meanwhile is left out.
        """

    def overdue(self, records: QuerySet[Any]) -> QuerySet[Any]:
        """Those of `waiting` that are overdue."""
        return records.none()

    def decide(
        self, *, keys: Collection[str], decision: Decision, comment: str, user: User
    ) -> Decisions:
        """Make one of `choices` for the records with these keys, each in its own transaction.

        What does not wait for `user`, or does not any more, is told in words.
        """
        raise NotImplementedError


def decide_each(
    keys: Collection[str],
    names: Callable[[list[int]], Mapping[int, str]],
    decide: Callable[[int], object],
    *,
    kind: str | Promise,
    refusal: type[Exception],
) -> Decisions:
    """Decide one record after the other; what is refused does not hold the others up.

    `names` gives those of the keys that wait for the person, by what they are called; `decide`
    raises `refusal` with words for people.
    """
    result = Decisions()
    numbers = read_keys(keys)
    known = names(numbers)
    for number in numbers:
        if number not in known:
            result.failed.append((str(kind), _("It is no longer waiting for you.")))
            continue
        try:
            decide(number)
        except refusal as error:
            result.failed.append((known[number], str(error)))
        else:
            result.decided += 1
    return result


_sources: dict[str, InboxSource] = {}


def register_inbox_source(source: InboxSource) -> None:
    """Let what `source` knows of wait in the inbox; once, from `AppConfig.ready()`."""
    _sources[source.code] = source


def registered_sources() -> list[InboxSource]:
    """All sources in their order."""
    return sorted(_sources.values(), key=lambda one: (one.order, one.code))


def find_source(code: str) -> InboxSource | None:
    """The source with this code, None for another word."""
    return _sources.get(code)
