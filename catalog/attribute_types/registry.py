"""The types that attributes can have.

Each is an `AttributeType` in a module of its own; what it must offer stands there, and one contract
test holds every registered type to it.
"""

from collections.abc import Iterator

from django.utils.functional import Promise

from catalog.attribute_types.base import AttributeType

_types: dict[str, AttributeType] = {}
_unknown = AttributeType()


def register_attribute_type(kind: AttributeType) -> None:
    """Let attributes have the type `kind`; once, from `AppConfig.ready()`.

    It is offered in the order of registration, and all that reads, shows, checks, compares,
    converts or edits values takes it from there.
    """
    _types[kind.code] = kind


def attribute_types() -> list[AttributeType]:
    """All of them."""
    return list(_types.values())


def attribute_type(code: str) -> AttributeType:
    """The type with this code; one of plain texts for a code that no room knows (any more)."""
    return _types.get(code, _unknown)


def type_codes(**facts: object) -> list[str]:
    """The codes of the types that say so of themselves, for queries: refers_to=Refers.ASSET."""
    return [
        kind.code
        for kind in _types.values()
        if all(getattr(kind, name) == fact for name, fact in facts.items())
    ]


def attribute_type_choices() -> Iterator[tuple[str, str | Promise]]:
    """The choices of the type of an attribute."""
    yield from ((kind.code, kind.label) for kind in _types.values())


def column_type_choices() -> Iterator[tuple[str, str | Promise]]:
    """The choices of the type of a column of a table."""
    yield from ((kind.code, kind.label) for kind in _types.values() if kind.can_be_column)
