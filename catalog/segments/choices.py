"""What can be picked as the value of a condition, found by typing a few letters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from console.spelling import folded

Choice = tuple[str, str]
# Whose records values name, and by which of their fields.
Named = tuple[type[Model], str]

SHOWN = 30
MOST_FIXED = 200


class Choices(Protocol):
    """The answers of a field: value and label.

    `names` tells which records the values name, so that these keep the code by which filters know
    them; None where they name none.
    """

    @property
    def names(self) -> Named | None:
        """The model, and the field of it that the values are."""

    def find(self, text: str) -> list[Choice]:
        """The first few whose label or value holds `text`."""

    def labelled(self, values: Sequence[str]) -> list[Choice]:
        """Those of `values` that exist, with their labels."""


@dataclass(frozen=True)
class FixedChoices:
    """A short list that stands in the code or is made from a few rows."""

    pairs: Callable[[], Iterable[tuple[str, str | Promise]]]
    names: Named | None = None

    def find(self, text: str) -> list[Choice]:
        """Those that hold `text`, up to a number that a list can show."""
        sought = folded(text)
        found = (
            (str(value), str(label))
            for value, label in self.pairs()
            if sought in folded(str(label)) or sought in folded(str(value))
        )
        return list(islice(found, MOST_FIXED))

    def labelled(self, values: Sequence[str]) -> list[Choice]:
        """Those of `values` that exist."""
        return [(str(value), str(label)) for value, label in self.pairs() if value in values]


@dataclass(frozen=True)
class RowChoices:
    """The rows of a table, of which there may be many."""

    rows: Callable[[], QuerySet]
    value: str
    label: str

    @property
    def names(self) -> Named:
        """The rows of the table, by the field that is their value."""
        return self.rows().model, self.value

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
