"""Several transforms in a row: read from their stored form, compiled to SQL, or run in Python."""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any

from django.utils.translation import gettext as _
from psycopg.sql import Composable

from exchange.registry import FieldType

from .base import Transform, TransformError
from .formats import DateFormat, NumberFormat
from .mapping import MapValues
from .text import Default, Lower, Prefix, Replace, Suffix, Trim, Truncate, Upper

TRANSFORMS: dict[str, type[Transform]] = {
    transform.code: transform
    for transform in (
        Trim,
        Upper,
        Lower,
        Prefix,
        Suffix,
        Replace,
        Truncate,
        Default,
        NumberFormat,
        DateFormat,
        MapValues,
    )
}


def parse_transforms(stored: Iterable[dict[str, Any]]) -> list[Transform]:
    """The transforms of their stored form, [{"type": "prefix", "value": {"text": "A"}}, ...].

    Raises TransformError, whose message names the step, if one is unknown or set up wrongly.
    """
    return [_parse(number, step) for number, step in enumerate(stored, 1)]


def _parse(number: int, step: Any) -> Transform:
    code = step.get("type") if isinstance(step, dict) else None
    if not isinstance(code, str) or code not in TRANSFORMS:
        raise TransformError(
            _("Step %(number)d: there is no transform “%(code)s”.")
            % {"number": number, "code": code}
        )
    settings = step.get("value") or {}
    try:
        if not isinstance(settings, dict):
            raise TransformError(_("The settings must be named."))
        return TRANSFORMS[code].build(settings)
    except TransformError as error:
        raise TransformError(
            _("Step %(number)d (%(label)s): %(reason)s")
            % {"number": number, "label": TRANSFORMS[code].label, "reason": error}
        ) from None


def chain_sql(value: Composable, transforms: Sequence[Transform]) -> Composable:
    """SQL of the whole chain over the text expression `value` (NULL, or not empty)."""
    return reduce(lambda so_far, transform: transform.sql(so_far), transforms, value)


def apply_transforms(value: str | None, transforms: Sequence[Transform]) -> str | None:
    """The chain over a value, in Python: what `chain_sql` has to give; empty is nothing (None)."""
    value = value or None
    for transform in transforms:
        changed = transform.of_nothing() if value is None else transform.apply(value)
        value = changed or None
    return value


def chain_type(given: FieldType, transforms: Sequence[Transform]) -> FieldType:
    """What the result of the chain means."""
    return reduce(lambda so_far, transform: transform.result_type(so_far), transforms, given)
