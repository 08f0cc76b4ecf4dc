"""Families of units of measure: which units convert into each other, and how people write them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its symbol as values store it, its name in pint, and other ways to write it."""

    symbol: str
    name: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitFamily:
    """Units that convert into each other."""

    code: str
    label: str | Promise
    units: tuple[Unit, ...]

    @property
    def symbols(self) -> list[str]:
        """The symbols of its units."""
        return [unit.symbol for unit in self.units]

    def spellings(self) -> dict[str, str]:
        """The symbol of every way to write a unit of the family, capitals where they matter.

        Small letters are added where they stand for one unit only: "MM" is mm, "mw" is nothing.
        """
        exact = {
            spelling: unit.symbol
            for unit in self.units
            for spelling in (unit.symbol, unit.name.replace("_", " "), *unit.spellings)
        }
        folded: dict[str, set[str]] = {}
        for spelling, symbol in exact.items():
            folded.setdefault(spelling.lower(), set()).add(symbol)
        alone = {spelling: min(found) for spelling, found in folded.items() if len(found) == 1}
        return alone | exact

    def find(self, text: str) -> str | None:
        """The symbol of the unit that `text` names, None where it is none of the family."""
        known, text = self.spellings(), " ".join(text.split())
        return known.get(text) or known.get(text.lower())


FAMILIES: tuple[UnitFamily, ...] = (
    UnitFamily(
        "length",
        _("Length"),
        (
            Unit("µm", "micrometer", ("\u03bcm", "um", "micron")),
            Unit("mm", "millimeter", ("millimetre",)),
            Unit("cm", "centimeter", ("centimetre",)),
            Unit("m", "meter", ("metre",)),
            Unit("km", "kilometer", ("kilometre",)),
            Unit("in", "inch", ("inches", '"', "″", "”", "in.")),
            Unit("ft", "foot", ("feet", "'", "′", "ft.")),
            Unit("yd", "yard", ("yards",)),
            Unit("mi", "mile", ("miles",)),
        ),
    ),
    UnitFamily(
        "area",
        _("Area"),
        (
            Unit("mm²", "millimeter ** 2", ("mm2", "sq mm")),
            Unit("cm²", "centimeter ** 2", ("cm2", "sq cm")),
            Unit("m²", "meter ** 2", ("m2", "sq m")),
            Unit("in²", "inch ** 2", ("in2", "sq in")),
            Unit("ft²", "foot ** 2", ("ft2", "sq ft")),
        ),
    ),
    UnitFamily(
        "volume",
        _("Volume"),
        (
            Unit("ml", "milliliter", ("mL", "millilitre")),
            Unit("cm³", "centimeter ** 3", ("cm3", "cc", "ccm")),
            Unit("l", "liter", ("L", "litre", "ltr")),
            Unit("m³", "meter ** 3", ("m3",)),
            Unit("fl oz", "fluid_ounce", ("fl. oz.", "floz")),
            Unit("pt", "pint", ("pints",)),
            Unit("qt", "quart", ("quarts",)),
            Unit("gal", "gallon", ("gallons",)),
            Unit("in³", "inch ** 3", ("in3", "cu in")),
        ),
    ),
    UnitFamily(
        "mass",
        _("Mass"),
        (
            Unit("mg", "milligram"),
            Unit("g", "gram", ("gr", "grams")),
            Unit("kg", "kilogram", ("kilo", "kgs", "kilograms")),
            Unit("t", "metric_ton", ("tonne", "tonnes")),
            Unit("oz", "ounce", ("ounces", "oz.")),
            Unit("lb", "pound", ("lbs", "lb.", "pounds")),
        ),
    ),
    UnitFamily(
        "force",
        _("Force"),
        (
            Unit("N", "newton"),
            Unit("kN", "kilonewton"),
            Unit("lbf", "force_pound"),
        ),
    ),
    UnitFamily(
        "torque",
        _("Torque"),
        (
            Unit("Nm", "newton * meter", ("N·m", "N m", "N*m")),
            Unit("lb-ft", "force_pound * foot", ("lbf·ft", "ft-lb", "ft lb", "lb ft", "ft·lbf")),
            Unit("lb-in", "force_pound * inch", ("lbf·in", "in-lb", "in lb", "lb in")),
            Unit("kgf·m", "force_kilogram * meter", ("kgm", "kpm")),
        ),
    ),
    UnitFamily(
        "pressure",
        _("Pressure"),
        (
            Unit("Pa", "pascal"),
            Unit("mbar", "millibar"),
            Unit("kPa", "kilopascal"),
            Unit("bar", "bar"),
            Unit("MPa", "megapascal", ("N/mm²", "N/mm2")),
            Unit("psi", "psi", ("lbf/in²", "lb/in2")),
        ),
    ),
    UnitFamily(
        "power",
        _("Power"),
        (
            Unit("W", "watt", ("watts",)),
            Unit("kW", "kilowatt"),
            Unit("hp", "horsepower", ("bhp",)),
            Unit("PS", "metric_horsepower", ("cv", "ch")),
        ),
    ),
    UnitFamily(
        "energy",
        _("Energy"),
        (
            Unit("J", "joule"),
            Unit("kJ", "kilojoule"),
            Unit("Wh", "watt_hour"),
            Unit("kWh", "kilowatt_hour"),
        ),
    ),
    UnitFamily(
        "voltage",
        _("Voltage"),
        (
            Unit("mV", "millivolt"),
            Unit("V", "volt", ("volts",)),
            Unit("kV", "kilovolt"),
        ),
    ),
    UnitFamily(
        "current",
        _("Current"),
        (
            Unit("mA", "milliampere"),
            Unit("A", "ampere", ("amp", "amps", "CCA")),
        ),
    ),
    UnitFamily(
        "charge",
        _("Charge"),
        (
            Unit("mAh", "milliampere_hour"),
            Unit("Ah", "ampere_hour", ("A·h",)),
        ),
    ),
    UnitFamily(
        "resistance",
        _("Resistance"),
        (
            Unit("mΩ", "milliohm", ("mOhm",)),
            Unit("Ω", "ohm", ("\u2126", "Ohm")),
            Unit("kΩ", "kiloohm", ("kOhm",)),
            Unit("MΩ", "megaohm", ("MOhm",)),
        ),
    ),
    UnitFamily(
        "frequency",
        _("Frequency"),
        (
            Unit("Hz", "hertz"),
            Unit("kHz", "kilohertz"),
            Unit("MHz", "megahertz"),
            Unit("GHz", "gigahertz"),
        ),
    ),
    UnitFamily(
        "rotation",
        _("Rotational speed"),
        (
            Unit("rpm", "turn / minute", ("1/min", "min⁻¹", "U/min", "r/min")),
            Unit("rps", "turn / second", ("1/s",)),
        ),
    ),
    UnitFamily(
        "speed",
        _("Speed"),
        (
            Unit("m/s", "meter / second"),
            Unit("km/h", "kilometer / hour", ("kph", "kmh")),
            Unit("mph", "mile / hour", ("mi/h",)),
        ),
    ),
    UnitFamily(
        "flow",
        _("Flow"),
        (
            Unit("l/min", "liter / minute", ("L/min", "lpm")),
            Unit("l/h", "liter / hour", ("L/h",)),
            Unit("m³/h", "meter ** 3 / hour", ("m3/h",)),
            Unit("gal/min", "gallon / minute", ("gpm",)),
        ),
    ),
    UnitFamily(
        "temperature",
        _("Temperature"),
        (
            Unit("°C", "degree_Celsius", ("C", "ºC")),
            Unit("°F", "degree_Fahrenheit", ("F", "ºF")),
            Unit("K", "kelvin"),
        ),
    ),
    UnitFamily(
        "time",
        _("Time"),
        (
            Unit("ms", "millisecond"),
            Unit("s", "second", ("sec",)),
            Unit("min", "minute", ("minutes",)),
            Unit("h", "hour", ("hours", "hr")),
            Unit("d", "day", ("days",)),
        ),
    ),
    UnitFamily(
        "angle",
        _("Angle"),
        (
            Unit("°", "degree", ("deg", "º")),
            Unit("arcmin", "arcminute"),
        ),
    ),
    UnitFamily("luminous_flux", _("Luminous flux"), (Unit("lm", "lumen", ("lumens",)),)),
    UnitFamily("luminous_intensity", _("Luminous intensity"), (Unit("cd", "candela"),)),
    UnitFamily("share", _("Share"), (Unit("%", "percent"), Unit("‰", "permille"))),
)
BY_SYMBOL = {unit.symbol: (family, unit) for family in FAMILIES for unit in family.units}


def family_of(symbol: str) -> UnitFamily | None:
    """The family of the unit with this symbol; each symbol stands in one family only."""
    found = BY_SYMBOL.get(symbol)
    return found[0] if found else None


def find_unit(text: str) -> str | None:
    """The symbol of the unit that `text` names, in whatever family; None for what is no unit."""
    text = " ".join(text.split())
    if text in BY_SYMBOL:
        return text
    return next((symbol for family in FAMILIES if (symbol := family.find(text))), None)


def allowed_units(standard: str) -> list[str]:
    """The units that values may have whose attribute has this standard unit, that one first."""
    family = family_of(standard)
    others = family.symbols if family else []
    return list(dict.fromkeys([standard, *others])) if standard else []


def grouped_units() -> Iterator[tuple[UnitFamily, list[str]]]:
    """Every family with the symbols of its units."""
    for family in FAMILIES:
        yield family, family.symbols
