"""Registry of the ways in which filters name a record other than as the value of a choice."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db.models import Model

from catalog.schema.code_uses.registry import Code

FilterPath = tuple[str, dict]
M = TypeVar("M", bound=Model)

_paths: dict[tuple[type[Model], str], Callable[[Any], FilterPath]] = {}


def register_filter_path(model: type[M], field: str, make: Callable[[M], FilterPath]) -> None:
    """Say how filters name a `model` by what stands in its `field`; once, in `ready()`.

    `make` gives, for a record, the JSON path that finds its code in a filter, and the path's
    parameters. It must be valid whatever the field may hold. Records that a field of the filter
    language offers as its choices need none: their field tells how conditions name them.
    """
    _paths[model, field] = make


def registered_paths(code: Code) -> Iterator[FilterPath]:
    """The paths by which filters name the record of `code`, as far as they are registered."""
    for (model, field), make in _paths.items():
        if record := code.record_as(model, field):
            yield make(record)
