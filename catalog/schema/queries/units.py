"""The units that editors own, as the types of attributes convert and read by them."""

import threading
import time
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.attribute_types.unit_families import Unit, UnitFamily, Units
from catalog.schema.models.units import Unit as UnitRow
from catalog.schema.models.units import UnitFamily as FamilyRow
from catalog.schema.queries.generation import catalog_generation
from console.process_caches import register_process_cache

# The columns by whose texts a unit is known.
NAMING = ("code", "label", "labels", "spellings")

_lock = threading.Lock()
# The units, the state of the catalog in which they were read, and when that was asked for last.
_kept: tuple[Units, str, float] | None = None


def stored_units() -> Units:
    """The units as they were a moment ago: CATALOG_UNITS_SECONDS, and how old the state may be.

    They are asked for with each value, so the state of the catalog is not asked for each time.
    """
    global _kept  # noqa: PLW0603
    kept = _kept
    if kept and time.monotonic() - kept[2] < settings.CATALOG_UNITS_SECONDS:
        return kept[0]
    with _lock:
        asked_at = time.monotonic()
        generation = catalog_generation()
        units = kept[0] if kept and kept[1] == generation else _read()
        _kept = units, generation, asked_at
    return units


def forget_units() -> None:
    """Read them anew when they are asked for next."""
    global _kept  # noqa: PLW0603
    _kept = None


def families_in_words() -> list[tuple[str, list[str]]]:
    """The label of each family in the active language, with the symbols of its units."""
    language = get_language() or ""
    labels = dict(FamilyRow.objects.values_list("code", "labels"))
    return [
        (labels.get(family.code, {}).get(language) or family.label, family.symbols)
        for family in stored_units().families
    ]


def spelling_clashes(
    unit: UnitRow, family: FamilyRow, columns: Mapping[str, Any]
) -> dict[str, str]:
    """What of a unit's columns in NAMING names another unit of the family, in words by column."""
    others = {
        spelling: other.code
        for other in UnitRow.objects.filter(family=family).exclude(pk=unit.pk)
        for spelling in _names(other.code, other.label, other.labels, other.spellings)
    }
    problems = {}
    for name in NAMING:
        taken = [one for one in _names(columns.get(name)) if one in others]
        if taken:
            message = _("“%(text)s” already means the unit %(unit)s.")
            problems[name] = message % {"text": taken[0], "unit": others[taken[0]]}
    return problems


def _names(*parts: Any) -> list[str]:
    """The texts in the columns of a unit by which it is known."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, dict):
            found += part.values()
        else:
            found += [part] if isinstance(part, str) else part or []
    return [text for text in found if text]


def _read() -> Units:
    found: dict[tuple[str, str], list[Unit]] = {}
    for row in UnitRow.objects.select_related("family"):
        found.setdefault((row.family.code, row.family.label), []).append(_unit(row))
    return Units(UnitFamily(code, label, tuple(units)) for (code, label), units in found.items())


def _unit(row: UnitRow) -> Unit:
    return Unit(
        symbol=row.code,
        factor=Fraction(row.factor),
        shift=Fraction(row.shift),
        spellings=tuple(filter(None, (row.label, *row.labels.values(), *row.spellings))),
    )


register_process_cache(forget_units)
