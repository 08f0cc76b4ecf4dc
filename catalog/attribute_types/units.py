"""Measures: their conversion by exact factors, in Python and in SQL alike.

A measure attribute names its standard unit; the unit's family says which other units its values
may have. Values keep the unit they were given in. Whatever compares them (rules, facets, sorting,
segments, feeds) converts to the standard unit first: `standard_amount` for one value,
`standard_amount_sql` for many; both divide the same whole numbers and round to the same place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import lcm
from typing import Any

from psycopg.sql import SQL, Composable, Literal
from psycopg.types.json import Jsonb

from catalog.attribute_types.unit_families import Unit, Units, known_units
from console.numbers import is_stored_number

# Decimals of a converted amount; the function of the database rounds to the same.
PLACES = 12
_LAST_PLACE = Decimal(1).scaleb(-PLACES)
# So many decimals let the database divide without losing one of those that count.
_DIVISION_DECIMALS = 40


@dataclass(frozen=True, slots=True)
class Conversion:
    """How an amount becomes one in another unit: (amount * numerator + addend) / denominator."""

    numerator: int
    addend: int
    denominator: int

    def apply(self, amount: Decimal) -> Decimal:
        """The converted amount, rounded, without zeros at its end."""
        exact = (Fraction(amount) * self.numerator + self.addend) / self.denominator
        with localcontext(prec=200):
            quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
            return _without_zeros(quotient.quantize(_LAST_PLACE, ROUND_HALF_UP))


_SAME = Conversion(1, 0, 1)


def conversions(standard: str) -> Mapping[str, Conversion]:
    """The conversion to the standard unit of each allowed unit; "" is an amount without a unit."""
    units = known_units()
    if standard not in units.kept:
        units.kept[standard] = unit_conversions(units, standard)
    return units.kept[standard]


def unit_conversions(units: Units, standard: str) -> dict[str, Conversion]:
    """The same, of these units."""
    found = {"": _SAME, standard: _SAME}
    if standard in units.by_symbol:
        family, target = units.by_symbol[standard]
        found |= {one.symbol: _conversion(one, target) for one in family.units}
    return found


def standard_amount(standard: str, stored: Any) -> Decimal | None:
    """The amount of a stored measure or number in the standard unit.

    None for what is no number, or has a unit of another family.
    """
    amount, unit = amount_and_unit(stored)
    conversion = conversions(standard).get(unit)
    return None if amount is None or conversion is None else conversion.apply(amount)


def amount_and_unit(stored: Any) -> tuple[Decimal | None, str]:
    """The parts of a stored measure or number; (None, "") for what is neither."""
    unit = ""
    if isinstance(stored, Mapping):
        stored, unit = stored.get("amount"), str(stored.get("unit") or "")
    if not is_stored_number(stored):
        return None, ""
    return Decimal(str(stored)), unit


def standard_amount_sql(standard: str, stored: Composable) -> Composable:
    """SQL of `standard_amount` as numeric, for the SQL of a stored measure as jsonb."""
    return SQL("catalog_standard_amount({}, {})").format(stored, Literal(Jsonb(factors(standard))))


def factors(standard: str) -> dict[str, list[str]]:
    """The conversions as the function catalog_standard_amount of the database takes them."""
    return {
        symbol: [
            str(conversion.numerator),
            str(conversion.addend),
            f"{conversion.denominator}.{'0' * _DIVISION_DECIMALS}",
        ]
        for symbol, conversion in conversions(standard).items()
    }


def plain_number(amount: Decimal) -> str:
    """A number without zeros at its end and without an exponent: 12.70 and 12.7 are one."""
    return f"{_without_zeros(amount):f}"


def _without_zeros(amount: Decimal) -> Decimal:
    with localcontext(prec=200):
        return amount.normalize() + 0


def _conversion(source: Unit, target: Unit) -> Conversion:
    """The whole numbers behind a factor and, of temperatures, a shift."""
    factor = source.factor / target.factor
    shift = (source.shift - target.shift) / target.factor
    denominator = lcm(factor.denominator, shift.denominator)
    return Conversion(int(factor * denominator), int(shift * denominator), denominator)
