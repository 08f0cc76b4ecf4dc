"""Measure: an exact amount with a unit of the family of the attribute's standard unit.

"5 in", "5in" and, in a file, a heading such as "Length (in)" or a column of units say the unit;
what stands with the amount wins over the column of units, that over the heading, that over the
attribute's standard unit. The plain form is the amount alone where it has the standard unit, else
the amount, a blank and the unit.
"""

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable, Literal
from psycopg.types.json import Jsonb

from catalog.attribute_types.base import AttributeType, Beside, Comparison, Input, ValueField
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import DescribedAttribute, LabelledAttribute
from catalog.attribute_types.rules import Reads
from catalog.attribute_types.types.number import Numeric, number_message
from catalog.attribute_types.unit_families import allowed_units, family_of, find_unit
from catalog.attribute_types.units import factors, standard_amount_sql
from console.numbers import LEADING, STORED, is_number_sql, number_text_sql, read_number
from console.spelling import BLANKS, trimmed, trimmed_sql

_AMOUNT_WITH_UNIT = re.compile(f"({LEADING})(.*)", re.DOTALL)
_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$")

# Of a measure: its amount in the standard unit and that unit. A unit that does not convert is
# given as it is, with its own amount, so that the two stay true together.
_IS_STANDARD = "coalesce(nullif({value} ->> 'unit', ''), {standard}) = {standard}"
_AMOUNT = (
    "nullif(CASE WHEN " + _IS_STANDARD + " THEN {value} ->> 'amount'"
    " ELSE coalesce({converted}::text, {value} ->> 'amount') END, '')"
)
_UNIT = (
    "CASE WHEN nullif({value} ->> 'amount', '') IS NULL THEN NULL WHEN "
    + _IS_STANDARD
    + " OR {converted} IS NOT NULL THEN {standard} ELSE coalesce({value} ->> 'unit', '') END"
)
_WRITTEN = (
    "CASE WHEN nullif({value} ->> 'amount', '') IS NOT NULL THEN concat_ws(' ',"
    " {value} ->> 'amount', nullif(coalesce(nullif({value} ->> 'unit', ''), {standard}), '')) END"
)


class Measure(Numeric):
    """An amount with a unit; products store both as they were given."""

    code = TypeCode.MEASURE.value
    label = gettext_lazy("Measure (number with unit)")
    examples = ("12.70",)
    is_stored_as_text = False
    is_document = True
    has_units = True
    comparison = Comparison.MEASURE
    input = Input.MEASURE

    # Reading.

    def read(self, attribute: DescribedAttribute, value: Any) -> dict | None:
        """The amount and the symbol of its unit; the standard unit where none is given."""
        if isinstance(value, dict):
            amount, unit = value.get("amount"), value.get("unit") or ""
        else:
            found = _AMOUNT_WITH_UNIT.fullmatch(str(value))
            amount, unit = found.groups() if found else (value, "")
        if amount is None or amount == "":
            return None
        text = trimmed(str(amount))
        number = None if isinstance(amount, bool | float | list | dict) else read_number(text)
        symbol = self._symbol(attribute, trimmed(str(unit)))
        if number is None or symbol is None:
            raise self.refused(attribute, value)
        return {"amount": number, "unit": symbol}

    def _symbol(self, attribute: DescribedAttribute, text: str) -> str | None:
        if not text:
            return attribute.unit
        family = family_of(attribute.unit)
        if family is None:
            return text if text == attribute.unit else None
        return family.find(text)

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of the amount with its unit."""
        return self.cell_sql(attribute, text, Beside())

    def cell_sql(
        self, attribute: DescribedAttribute, text: Composable, beside: Beside
    ) -> Composable:
        """The same, where a file may say the unit beside the cell."""
        # What follows the number is looked at once, and only where something does.
        return SQL(
            "CASE WHEN {is_number} THEN {number} || {given}"
            " ELSE (SELECT {amount} || {suffix}"
            " FROM (SELECT amount, {symbol} AS symbol"
            " FROM (SELECT amount, {rest} AS rest"
            " FROM (SELECT substring({text} from {pattern}) AS amount OFFSET 0) AS found"
            " OFFSET 0) AS parted OFFSET 0) AS named WHERE {is_amount}) END"
        ).format(
            text=text,
            is_number=is_number_sql(text),
            number=number_text_sql(text),
            amount=number_text_sql(SQL("amount")),
            given=_given_unit(attribute, beside),
            suffix=_suffix(attribute, SQL("symbol")),
            symbol=unit_sql(attribute, SQL("rest")),
            rest=trimmed_sql(SQL("substr({}, length(amount) + 1)").format(text)),
            pattern=Literal(f"^{LEADING}"),
            is_amount=is_number_sql(SQL("amount")),
        )

    def json_sql(self, attribute: DescribedAttribute, plain: Composable) -> Composable:
        """The JSON text of the amount and its unit."""
        standard = Literal(f'","unit":{json.dumps(attribute.unit)}}}')
        return SQL(
            "'{{\"amount\":\"' || CASE WHEN {value} LIKE '%% %%'"
            " THEN split_part({value}, ' ', 1) || '\",\"unit\":' || to_json({unit}) || '}}'"
            " ELSE {value} || {standard} END"
        ).format(value=plain, unit=_unit_of(plain), standard=standard)

    def plain_of_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """The amount, with its unit where that is another."""
        return SQL(
            "CASE WHEN {0} ->> 'amount' ~ {1} THEN"
            " CASE WHEN coalesce({0} ->> 'unit', '') IN ('', {2}) THEN {0} ->> 'amount'"
            " ELSE concat_ws(' ', {0} ->> 'amount', {0} ->> 'unit') END END"
        ).format(stored, Literal(f"^{STORED}$"), Literal(attribute.unit))

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """How an amount is written, and in which units."""
        units = _("%(label)s must have one of these units: %(units)s.") % {
            "label": attribute.label,
            "units": ", ".join(allowed_units(attribute.unit)),
        }
        return f"{number_message(attribute)} {units}"

    def strange_heading(self, attribute: DescribedAttribute, heading: str) -> str:
        """A heading that names a unit of another family."""
        strange = _strange_unit(attribute, heading)
        if not strange:
            return ""
        message = _("The column heading says %(unit)s, but %(attribute)s is measured in %(units)s.")
        units = ", ".join(allowed_units(attribute.unit))
        return message % {"unit": strange, "attribute": attribute.label, "units": units}

    # Rules.

    def reading_sql(
        self, attribute: DescribedAttribute, reads: Reads, plain: Composable
    ) -> Composable:
        """The amount, or what it is in the standard unit."""
        if reads == Reads.WRITTEN:
            return SQL("split_part({}, ' ', 1)::numeric").format(plain)
        return SQL(
            "CASE WHEN {value} LIKE '%% %%' THEN catalog_standard_amount(jsonb_build_object("
            "'amount', split_part({value}, ' ', 1), 'unit', {unit}), {factors})"
            " ELSE {value}::numeric END"
        ).format(value=plain, unit=_unit_of(plain), factors=Literal(Jsonb(factors(attribute.unit))))

    # Writing and showing.

    def written(self, attribute: DescribedAttribute, stored: Any) -> str:
        """The amount and its unit."""
        if not isinstance(stored, dict):
            return super().written(attribute, stored)
        return f"{stored.get('amount', '')} {stored.get('unit') or ''}".strip()

    def written_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of `written`."""
        return SQL(
            "CASE jsonb_typeof({0}) WHEN 'object' THEN concat_ws(' ', {0} ->> 'amount',"
            " nullif({0} ->> 'unit', '')) ELSE {0} #>> '{{}}' END"
        ).format(stored)

    def shown(self, attribute: LabelledAttribute, stored: Any) -> str:
        """The amount and its unit, as they were given."""
        if isinstance(stored, dict):
            return f"{stored.get('amount', '')} {stored.get('unit') or attribute.unit}".strip()
        text = super().shown(attribute, stored)
        return f"{text} {attribute.unit}" if attribute.unit else text

    def exported_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """The amount in the standard unit, whatever unit it was entered in."""
        return _part_sql(_AMOUNT, attribute, stored)

    def value_fields(self, attribute: DescribedAttribute) -> Iterator[ValueField]:
        """The unit of that amount, and the measure as it was entered."""
        unit, written = _("%(attribute)s (unit)"), _("%(attribute)s (as entered)")
        yield ValueField("unit", unit, partial(_part_sql, _UNIT, attribute), is_writable=True)
        yield ValueField("written", written, partial(_part_sql, _WRITTEN, attribute))

    # Converting.

    def can_convert(
        self, attribute: DescribedAttribute, kind: AttributeType, source: DescribedAttribute
    ) -> bool:
        """What is measured in units of the same family."""
        if kind.has_units or kind.comparison == Comparison.NUMBER:
            return self._symbol(attribute, source.unit) is not None
        return super().can_convert(attribute, kind, source)

    def converted_sql(
        self,
        attribute: DescribedAttribute,
        stored: Composable,
        kind: AttributeType,
        source: DescribedAttribute,
    ) -> Composable:
        """A measure stays as it is; a number is taken to be in its unit."""
        if kind.comparison != Comparison.NUMBER:
            return super().converted_sql(attribute, stored, kind, source)
        symbol = self._symbol(attribute, source.unit) or attribute.unit
        return self.read_sql(
            attribute,
            SQL("({} || ' ' || {})").format(kind.written_sql(source, stored), Literal(symbol)),
        )

    def json_schema(self, attribute: DescribedAttribute) -> dict[str, Any]:
        """An object of amount and unit."""
        return {
            "type": "object",
            "properties": {
                "amount": {"type": "string", "pattern": f"^{STORED}$"},
                "unit": {"enum": allowed_units(attribute.unit) or [attribute.unit]},
            },
            "required": ["amount", "unit"],
            "additionalProperties": False,
        }


def _part_sql(statement: str, attribute: DescribedAttribute, stored: Composable) -> Composable:
    return SQL(statement).format(
        value=stored,
        standard=Literal(attribute.unit),
        converted=standard_amount_sql(attribute.unit, stored),
    )


def unit_sql(attribute: DescribedAttribute, text: Composable) -> Composable:
    """SQL of the symbol of the unit that a text names, NULL where it is none of the family."""
    family = family_of(attribute.unit)
    known = family.spellings() if family else {attribute.unit: attribute.unit}
    one_blank = SQL("regexp_replace({}, {}, ' ', 'g')").format(text, Literal(f"[{BLANKS}]+"))
    # Units of several words are rare.
    return SQL("coalesce({0} ->> {1}, {0} ->> lower({1}), {0} ->> lower({2}))").format(
        Literal(Jsonb(known)), text, one_blank
    )


def unknown_unit(attribute: DescribedAttribute) -> str:
    """What is told of a text that names no unit of the family."""
    return _("“{value}” is not a unit of %(attribute)s. Available units: %(units)s.") % {
        "attribute": attribute.label,
        "units": ", ".join(allowed_units(attribute.unit)),
    }


def _unit_of(plain: Composable) -> Composable:
    return SQL("substr({0}, strpos({0}, ' ') + 1)").format(plain)


def _suffix(attribute: DescribedAttribute, symbol: Composable) -> Composable:
    """SQL of what follows the amount: nothing for the standard unit."""
    return SQL("CASE {0} WHEN {1} THEN '' ELSE ' ' || {0} END").format(
        symbol, Literal(attribute.unit)
    )


def _given_unit(attribute: DescribedAttribute, beside: Beside) -> Composable:
    """What follows an amount without a unit of its own."""
    of_heading = Literal(_heading_unit(attribute, beside.heading) or attribute.unit)
    if beside.unit_text is None:
        return _suffix(attribute, of_heading)
    # An unknown unit is told by its own column.
    symbol = SQL("coalesce({}, {})").format(unit_sql(attribute, beside.unit_text), of_heading)
    return _suffix(attribute, symbol)


def _heading_unit(attribute: DescribedAttribute, heading: str) -> str | None:
    """The unit that a heading such as "Length (in)", "Length [in]" or "Length in" names."""
    family = family_of(attribute.unit)
    if family is None:
        return None
    found = _IN_BRACKETS.search(heading)
    if found:
        return family.find(found[1])
    words = heading.split()
    return family.spellings().get(words[-1]) if len(words) > 1 else None


def _strange_unit(attribute: DescribedAttribute, heading: str) -> str:
    """The unit of another family that a heading names in brackets."""
    found = _IN_BRACKETS.search(heading)
    family = family_of(attribute.unit)
    if not found or family is None or family.find(found[1]):
        return ""
    return find_unit(found[1]) or ""
