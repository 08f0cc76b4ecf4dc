"""Registry of checks on the variant axes of a family."""

from collections.abc import Callable, Sequence

from catalog.schema.models.attribute import Attribute
from catalog.schema.models.family import Family

Check = Callable[[Family, Sequence[Attribute]], str]

_checks: list[Check] = []


def register_axis_check(check: Check) -> None:
    """Let a subject refuse axes of a family; once, from `AppConfig.ready()`.

    `check` is called with a stored family and with the attributes, one at least, that are to be
    its axes; what is stored may be others. It gives what is wrong in words for people that say
    what to do, "" for nothing, and takes one query however many variants there are.
    """
    if check not in _checks:
        _checks.append(check)


def axis_checks() -> Sequence[Check]:
    """What was registered."""
    return tuple(_checks)
