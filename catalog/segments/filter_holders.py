"""Registry of models that store filters, whose references are found and rewritten."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from catalog.schema.code_uses.registry import Code


@dataclass(frozen=True, slots=True)
class FilterHolder:
    """Records of one kind that hold filters as those of segments.

    `records` gives all of them, of a model with history; `columns` are its JSON fields that hold a
    filter each. `nouns` are what one and what several of them are called. `is_binding` says that
    what their filters name must stay. `named_beside`, where given, is the condition of those that
    name a code elsewhere than in their filters.
    """

    records: Callable[[], QuerySet]
    columns: tuple[str, ...]
    nouns: tuple[Promise, Promise]
    is_binding: bool = True
    named_beside: Callable[[Code], Q] | None = None

    @property
    def model(self) -> type[Model]:
        """The model of its records."""
        return self.records().model


_holders: list[FilterHolder] = []


def register_filter_holder(holder: FilterHolder) -> None:
    """Let a subject tell which of its records hold filters; once, from `AppConfig.ready()`.

    What their filters name is then neither recoded nor deleted without a word, and an option that
    another one replaces is replaced in them.
    """
    if holder not in _holders:
        _holders.append(holder)


def filter_holders() -> tuple[FilterHolder, ...]:
    """Every kind of record that holds filters."""
    return tuple(_holders)
