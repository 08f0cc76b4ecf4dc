"""Number: exact, of any size, with a word behind it that is only shown."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.base import AttributeType, Comparison, Facet, Input
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import DescribedAttribute, HasUnit, LabelledAttribute
from catalog.attribute_types.rules import Reads, Rule, number_rules
from catalog.attribute_types.unique_keys import short_key
from catalog.attribute_types.units import (
    amount_and_unit,
    plain_number,
    standard_amount,
    standard_amount_sql,
)
from console.numbers import STORED, is_number_sql, number_text_sql, read_number
from console.spelling import trimmed, trimmed_sql


def number_message(attribute: DescribedAttribute) -> str:
    """How a number is written."""
    return _("%(label)s must be a number with a decimal point, such as 12.70.") % {
        "label": attribute.label
    }


class Numeric(AttributeType):
    """What numbers and measures share: limits, decimals, and that 12.70 and 12.7 are one."""

    rule_fields = ("unit", "minimum", "maximum", "decimal_places")
    comparison = Comparison.NUMBER
    can_be_sorted = True
    can_be_axis = True
    segment_kind = "number"
    field_type = "number"
    facet = Facet.RANGE
    input = Input.NUMBER

    def rules(self, attribute: DescribedAttribute) -> Iterable[Rule]:
        """Limits and decimals."""
        return number_rules(attribute)

    def reading(self, attribute: DescribedAttribute, reads: Reads, stored: Any) -> Any:
        """The number as it was written, or as it is in the standard unit."""
        if reads == Reads.STANDARD:
            return self.amount(attribute, stored)
        written = str(stored["amount"] if isinstance(stored, dict) else stored)
        return Decimal(written)

    def standard(self, attribute: HasUnit, stored: Any) -> str | None:
        """The number without zeros at its end."""
        found = self.amount(attribute, stored)
        return None if found is None else plain_number(found)

    def standard_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """The text of the number, which has no zeros at its end."""
        return SQL("{}::text").format(standard_amount_sql(attribute.unit, stored))

    def unique_key(self, attribute: HasUnit, stored: Any) -> str | None:
        """The number, of a measure with the standard unit, or with a unit that does not convert."""
        standard = self.amount(attribute, stored) if self.has_units else None
        if standard is not None:
            return short_key(f"{plain_number(standard)} {attribute.unit}")
        amount, unit = amount_and_unit(stored)
        if amount is None:
            return super().unique_key(attribute, stored)
        return short_key(f"{plain_number(amount)} {unit}" if unit else plain_number(amount))

    def amount(self, attribute: HasUnit, stored: Any) -> Decimal | None:
        """The number, of a measure in the standard unit."""
        return standard_amount(attribute.unit, stored)

    def facet_values(self, attribute: LabelledAttribute, stored: Any) -> list[str]:
        """The number; what has a unit that does not convert says so itself."""
        found = self.standard(attribute, stored)
        if found is not None:
            return [found]
        amount, unit = amount_and_unit(stored)
        return [] if amount is None else [f"{plain_number(amount)} {unit}"]

    def facet_label(self, attribute: LabelledAttribute, answer: str) -> str:
        """The number with the unit; a value in another one says so itself: "1 in"."""
        return f"{answer} {attribute.unit}" if attribute.unit and " " not in answer else answer

    def words(self, attribute: LabelledAttribute, stored: Any) -> Iterable[str]:
        """The number with its unit."""
        amount, unit = amount_and_unit(stored)
        return [] if amount is None else [f"{plain_number(amount)} {unit or attribute.unit}"]


class Number(Numeric):
    """An exact number; products store its text."""

    code = TypeCode.NUMBER.value
    label = pgettext_lazy("kind of attribute", "Number")
    examples = ("12.70",)
    can_be_column = True

    def read(self, attribute: DescribedAttribute, value: Any) -> str:
        """The number, with or without the word that is shown behind it."""
        if isinstance(value, bool | float | list | dict):
            raise self.refused(attribute, value)
        text = str(value)
        number = read_number(text)
        if number is None and attribute.unit and text.endswith(attribute.unit):
            number = read_number(trimmed(text.removesuffix(attribute.unit)))
        if number is None:
            raise self.refused(attribute, value)
        return number

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """The text of the number."""
        if not attribute.unit:
            return SQL("CASE WHEN {0} THEN {1} END").format(
                is_number_sql(text), number_text_sql(text)
            )
        unit = Literal(attribute.unit)
        bare = trimmed_sql(SQL("left({}, -length({}))").format(text, unit))
        return SQL(
            "CASE WHEN {is_number} THEN {number} WHEN right({text}, length({unit})) = {unit}"
            " THEN CASE WHEN {is_bare_number} THEN {bare_number} END END"
        ).format(
            text=text,
            unit=unit,
            is_number=is_number_sql(text),
            number=number_text_sql(text),
            is_bare_number=is_number_sql(bare),
            bare_number=number_text_sql(bare),
        )

    def json_sql(self, attribute: DescribedAttribute, plain: Composable) -> Composable:
        """A number needs no escaping."""
        return SQL("'\"' || {} || '\"'").format(plain)

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """How a number is written."""
        return number_message(attribute)

    def reading_sql(
        self, attribute: DescribedAttribute, reads: Reads, plain: Composable
    ) -> Composable:
        """The number."""
        return SQL("{}::numeric").format(plain)

    def plain_of_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """The text of what is a number."""
        return SQL(
            "(SELECT CASE WHEN {} THEN text END FROM (SELECT {} #>> '{{}}' AS text) AS one)"
        ).format(is_number_sql(SQL("text")), stored)

    def shown(self, attribute: LabelledAttribute, stored: Any) -> str:
        """The number as it was written, with the word behind it."""
        text = super().shown(attribute, stored)
        return f"{text} {attribute.unit}" if attribute.unit else text

    def can_convert(
        self, attribute: DescribedAttribute, kind: AttributeType, source: DescribedAttribute
    ) -> bool:
        """An amount means the same without its unit only where that is the attribute's."""
        if kind.has_units:
            return attribute.unit in ("", source.unit)
        return super().can_convert(attribute, kind, source)

    def converted_sql(
        self,
        attribute: DescribedAttribute,
        stored: Composable,
        kind: AttributeType,
        source: DescribedAttribute,
    ) -> Composable:
        """Of measures the amounts that are in the standard unit."""
        if not kind.has_units:
            return super().converted_sql(attribute, stored, kind, source)
        return SQL("CASE WHEN {0} ->> 'unit' = {1} THEN {0} -> 'amount' END").format(
            stored, Literal(source.unit)
        )

    def json_schema(self, attribute: DescribedAttribute) -> dict[str, Any]:
        """A text, as a number of JSON would lose zeros and digits."""
        return {"type": "string", "pattern": f"^{STORED}$"}
