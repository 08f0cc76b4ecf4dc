"""Families of units of measure: which units convert into each other, and how people write them.

Editors own both as rows, which a higher subject reads: it registers what gives them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its symbol as values store it, and other ways to write it.

    An amount of it times `factor`, plus `shift`, is the amount in the unit in which the family is
    told.
    """

    symbol: str
    factor: Fraction
    shift: Fraction = Fraction(0)
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitFamily:
    """Units that convert into each other."""

    code: str
    label: str
    units: tuple[Unit, ...]
    _known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def symbols(self) -> list[str]:
        """The symbols of its units."""
        return [unit.symbol for unit in self.units]

    def spellings(self) -> Mapping[str, str]:
        """The symbol of every way to write a unit of the family, capitals where they matter.

        Small letters are added where they stand for one unit only: "MM" is mm, "mw" is nothing.
        """
        if not self._known:
            self._known.update(self._all_spellings())
        return self._known

    def _all_spellings(self) -> dict[str, str]:
        # A symbol is never taken for another way to write a different unit.
        exact = {spelling: unit.symbol for unit in self.units for spelling in unit.spellings}
        exact |= {unit.symbol: unit.symbol for unit in self.units}
        folded: dict[str, set[str]] = {}
        for spelling, symbol in exact.items():
            folded.setdefault(spelling.lower(), set()).add(symbol)
        alone = {spelling: min(found) for spelling, found in folded.items() if len(found) == 1}
        return alone | exact

    def find(self, text: str) -> str | None:
        """The symbol of the unit that `text` names, None where it is none of the family."""
        known, text = self.spellings(), " ".join(text.split())
        return known.get(text) or known.get(text.lower())


class Units:
    """All families, and each unit by its symbol, which stands in one family only."""

    def __init__(self, families: Iterable[UnitFamily]) -> None:
        self.families = tuple(families)
        self.by_symbol = {
            unit.symbol: (family, unit) for family in self.families for unit in family.units
        }
        # What is worked out of them is kept as long as they are, by what it is of.
        self.kept: dict[str, Any] = {}


_read: list[Callable[[], Units]] = []


def register_units(read: Callable[[], Units]) -> None:
    """Let `read` give the units that there are; once, from `AppConfig.ready()`.

    It is asked for each value, and gives the same object as long as nothing has changed.
    """
    _read[:] = [read]


def known_units() -> Units:
    """The units that there are."""
    return _read[0]()


def family_of(symbol: str) -> UnitFamily | None:
    """The family of the unit with this symbol; each symbol stands in one family only."""
    found = known_units().by_symbol.get(symbol)
    return found[0] if found else None


def find_unit(text: str) -> str | None:
    """The symbol of the unit that `text` names, in whatever family; None for what is no unit."""
    text = " ".join(text.split())
    units = known_units()
    if text in units.by_symbol:
        return text
    return next((symbol for family in units.families if (symbol := family.find(text))), None)


def allowed_units(standard: str) -> list[str]:
    """The units that values may have whose attribute has this standard unit, that one first."""
    family = family_of(standard)
    others = family.symbols if family else []
    return list(dict.fromkeys([standard, *others])) if standard else []
