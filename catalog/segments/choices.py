"""What can be picked as the value of a condition, found by typing a few letters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q, QuerySet

Choice = tuple[str, str]

SHOWN = 30


class Choices(Protocol):
    """The answers of a field: value and label."""

    def find(self, text: str) -> list[Choice]:
        """The first few whose label or value holds `text`."""

    def labelled(self, values: Sequence[str]) -> list[Choice]:
        """Those of `values` that exist, with their labels."""


@dataclass(frozen=True)
class FixedChoices:
    """A short list that stands in the code or is made from a few rows."""

    pairs: Callable[[], Iterable[Choice]]

    def find(self, text: str) -> list[Choice]:
        """Those that hold `text`."""
        sought = text.casefold()
        return [
            (str(value), str(label))
            for value, label in self.pairs()
            if sought in str(label).casefold() or sought in str(value).casefold()
        ]

    def labelled(self, values: Sequence[str]) -> list[Choice]:
        """Those of `values` that exist."""
        return [(str(value), str(label)) for value, label in self.pairs() if value in values]


@dataclass(frozen=True)
class RowChoices:
    """The rows of a table, of which there may be many."""

    rows: Callable[[], QuerySet]
    value: str
    label: str

    def find(self, text: str) -> list[Choice]:
        """The first few that hold `text`, those that begin with it or not."""
        found = self.rows()
        for word in text.split():
            held = Q(**{f"{self.label}__icontains": word})
            found = found.filter(held | Q(**{f"{self.value}__icontains": word}))
        return list(found.values_list(self.value, self.label)[:SHOWN])

    def labelled(self, values: Sequence[str]) -> list[Choice]:
        """Those of `values` that are rows."""
        found = self.rows().filter(**{f"{self.value}__in": values})
        return list(found.values_list(self.value, self.label)[: len(values)])
