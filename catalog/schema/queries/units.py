"""The units that editors own, as the types of attributes convert and read by them."""

import threading
import time
from fractions import Fraction

from django.conf import settings
from django.utils.translation import get_language

from catalog.attribute_types.unit_families import Unit, UnitFamily, Units
from catalog.schema.models.units import Unit as UnitRow
from catalog.schema.models.units import UnitFamily as FamilyRow
from catalog.schema.queries.generation import catalog_generation
from console.process_caches import register_process_cache

_lock = threading.Lock()
# The units, the state of the catalog in which they were read, and when that was asked for last.
_kept: tuple[Units, str, float] | None = None


def stored_units() -> Units:
    """The units, as they were at most CATALOG_UNITS_SECONDS ago; this process sees its own at once.

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
