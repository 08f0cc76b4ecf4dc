"""Registry of the ways in which filters name a record other than as the value of a choice."""

from collections.abc import Callable, Iterator

from django.db.models import Model

from catalog.schema.code_uses.registry import Code

FilterPath = tuple[str, dict]
MakePath = Callable[[Code], FilterPath]

_paths: dict[tuple[type[Model], str], MakePath] = {}


def register_filter_path(model: type[Model], field: str, make: MakePath) -> None:
    """Say how filters name a `model` by what stands in its `field`; once, in `ready()`.

    `make` gives the JSON path that finds the code in a filter, and the path's parameters. It must
    be valid whatever the field may hold. Records that a field of the filter language offers as its
    choices need none: their field tells how conditions name them.
    """
    _paths[model, field] = make


def registered_paths(code: Code) -> Iterator[FilterPath]:
    """The paths by which filters name the record of `code`, as far as they are registered."""
    for (model, field), make in _paths.items():
        if code.is_of(model, field):
            yield make(code)
