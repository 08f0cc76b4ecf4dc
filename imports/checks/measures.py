"""Measures in a file: "5 in", a heading such as "Length (in)", or a column of units.

What stands in the cell wins over the column of units, that over the heading, that over the
attribute's standard unit. The converted value is text: the amount alone where it has the standard
unit, else the amount, a blank and the unit.
"""

import json
import re

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal
from psycopg.types.json import Jsonb

from catalog.attribute_types.unit_families import allowed_units, family_of, find_unit
from catalog.attribute_types.units import factors
from catalog.models import Attribute

from .problems import Conversion, Problem, unknown

# Digits are spelled out and repeats are not counted: that is twice as fast, and \d would let the
# digits of other scripts pass, which no cast takes.
NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
LONGEST_NUMBER = 50
_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$")


def measure_conversion(
    attribute: Attribute,
    text: Identifier,
    value: Identifier,
    *,
    header: str,
    unit_text: Identifier | None,
) -> Conversion:
    """The conversion of a cell that holds an amount, with or without its unit."""
    amount = SQL("{}::numeric::text").format(text)
    leading = SQL("substring({} from {})").format(text, Literal(f"^{NUMBER}"))
    rest = SQL("btrim(substr({0}, length({1}) + 1))").format(text, leading)
    converted = SQL(
        "CASE WHEN length({text}) > {longest} THEN NULL"
        " WHEN {text} ~ {number} THEN {amount} || {given}"
        " ELSE {leading}::numeric::text || {written} END"
    ).format(
        text=text,
        longest=Literal(LONGEST_NUMBER),
        number=Literal(f"^{NUMBER}$"),
        amount=amount,
        given=_given_unit(attribute, header, unit_text),
        leading=leading,
        written=_suffix(attribute, _symbol(attribute, rest)),
    )
    units = ", ".join(allowed_units(attribute.unit))
    message = _("“{value}” is no number with one of these units: %(units)s. Write it like 1234.50.")
    problems = [unknown(text, value, message % {"units": units})]
    strange = _strange_unit(attribute, header)
    if strange:
        message = _("The heading says %(unit)s, but %(attribute)s is measured in %(units)s.")
        words = {"unit": strange, "attribute": attribute.label, "units": units}
        problems.append(Problem(SQL("{} IS NOT NULL").format(text), message % words))
    return Conversion(converted, problems)


def unit_conversion(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    """The conversion of a cell that holds a unit."""
    message = _("The unit “{value}” is none of %(attribute)s, which has: %(units)s.") % {
        "attribute": attribute.label,
        "units": ", ".join(allowed_units(attribute.unit)),
    }
    return Conversion(_symbol(attribute, text), [unknown(text, value, message)])


def amount_sql(value: Composable) -> Composable:
    """The amount of a converted measure as numeric."""
    return SQL("split_part({}, ' ', 1)::numeric").format(value)


def standard_sql(attribute: Attribute, value: Composable) -> Composable:
    """The amount of a converted measure in the standard unit, as numeric."""
    return SQL(
        "CASE WHEN {value} LIKE '%% %%' THEN catalog_standard_amount(jsonb_build_object("
        "'amount', split_part({value}, ' ', 1), 'unit', {unit}), {factors})"
        " ELSE {value}::numeric END"
    ).format(value=value, unit=_unit_of(value), factors=Literal(Jsonb(factors(attribute.unit))))


def json_sql(attribute: Attribute, value: Composable) -> Composable:
    """The JSON text of a converted measure as products store it."""
    standard = Literal(f'","unit":{json.dumps(attribute.unit)}}}')
    return SQL(
        "'{{\"amount\":\"' || CASE WHEN {value} LIKE '%% %%'"
        " THEN split_part({value}, ' ', 1) || '\",\"unit\":' || to_json({unit}) || '}}'"
        " ELSE {value} || {standard} END"
    ).format(value=value, unit=_unit_of(value), standard=standard)


def _unit_of(value: Composable) -> Composable:
    return SQL("substr({0}, strpos({0}, ' ') + 1)").format(value)


def _spellings(attribute: Attribute) -> dict[str, str]:
    family = family_of(attribute.unit)
    return family.spellings() if family else {attribute.unit: attribute.unit}


def _symbol(attribute: Attribute, text: Composable) -> Composable:
    """SQL of the symbol of the unit that `text` names, NULL where it is none of the family."""
    known = Literal(Jsonb(_spellings(attribute)))
    return SQL("coalesce({0} ->> {1}, {0} ->> lower({1}))").format(known, text)


def _suffix(attribute: Attribute, symbol: Composable) -> Composable:
    """SQL of what follows the amount: nothing for the standard unit."""
    return SQL("CASE {0} WHEN {1} THEN '' ELSE ' ' || {0} END").format(
        symbol, Literal(attribute.unit)
    )


def _given_unit(attribute: Attribute, header: str, unit_text: Identifier | None) -> Composable:
    """What follows an amount without a unit of its own."""
    of_heading = Literal(_heading_unit(attribute, header) or attribute.unit)
    if unit_text is None:
        return _suffix(attribute, of_heading)
    # An unknown unit is told by its own column.
    symbol = SQL("coalesce({}, {})").format(_symbol(attribute, unit_text), of_heading)
    return _suffix(attribute, symbol)


def _heading_unit(attribute: Attribute, header: str) -> str | None:
    """The unit that a heading such as "Length (in)", "Length [in]" or "Length in" names."""
    family = family_of(attribute.unit)
    if family is None:
        return None
    found = _IN_BRACKETS.search(header)
    if found:
        return family.find(found[1])
    words = header.split()
    return family.spellings().get(words[-1]) if len(words) > 1 else None


def _strange_unit(attribute: Attribute, header: str) -> str:
    """The unit of another family that a heading names in brackets."""
    found = _IN_BRACKETS.search(header)
    family = family_of(attribute.unit)
    if not found or family is None or family.find(found[1]):
        return ""
    return find_unit(found[1]) or ""
