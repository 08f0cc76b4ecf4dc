"""Registry of the readers of values that refer to other records, such as options."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from catalog.attribute_types.types import AttributeType, DescribedAttribute

Read = Callable[[Any, Any], Any]

_readers: dict[str, Read] = {}


def register_reference_reader(kind: AttributeType, read: Read) -> None:
    """Let a subject read the values that name its records; once, from `AppConfig.ready()`.

    `read` is called with an attribute of the type `kind` and with what is stored already or text
    as a person writes it, never with what is empty. It gives the value as a product stores it,
    which is the same for what is stored already; what names no record, or is of another shape, it
    refuses by `value_error`. It takes one query at most.
    """
    _readers[kind] = read


def reference_reader(kind: str) -> Read | None:
    """What reads the values of attributes of a type, where they refer to records."""
    return _readers.get(kind)


def value_error(attribute: DescribedAttribute, message: str, **words: Any) -> ValidationError:
    """The error of a value that the type cannot have; %(label)s in `message` is the attribute."""
    return ValidationError(message % {"label": attribute.label, **words}, code="type")
