"""Registry of finders: what the search box of the admin finds.

A room registers one `Finder` for each kind of things from its `AppConfig.ready()`; most are a
`console.finders.records.RecordFinder`.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from console.signed_in import User


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found: what it is called, what tells it from others, its address."""

    title: str
    detail: str
    url: str


class Finder(ABC):
    """A kind of things that can be found by a text."""

    code: str
    label: str | Promise
    icon: str
    order: int

    @abstractmethod
    def find(self, user: User, text: str, limit: int) -> Sequence[Found]:
        """The first `limit` that the text means, the likeliest first, in four queries at most.

        Only what `user` may see, by an address that `user` may open; both in the query.
        """


_finders: dict[str, Finder] = {}


def register_finder(finder: Finder) -> None:
    """Let the search box ask `finder` too; once, from `AppConfig.ready()`."""
    _finders[finder.code] = finder


def registered_finders() -> list[Finder]:
    """All finders in their order."""
    return sorted(_finders.values(), key=lambda one: (one.order, one.code))
