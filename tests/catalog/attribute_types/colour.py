"""Colour: a type of attribute of a room of its own, in this module alone."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.base import AttributeType, ValueField
from catalog.attribute_types.described import DescribedAttribute, HasUnit, LabelledAttribute
from catalog.attribute_types.rules import Rule
from catalog.attribute_types.texts import with_plain_lines_sql

WRITTEN = r"^#?([0-9A-Fa-f]{6})(?:[ \n\t]+(.*))?$"


class Colour(AttributeType):
    """A colour by its hexadecimal form, with a name that may be missing."""

    code = "colour"
    label = "Colour"
    examples = ("#FF8800 Signal orange", "ff8800")
    is_stored_as_text = False
    is_document = True
    can_be_unique = False

    def read(self, attribute: DescribedAttribute, value: Any) -> dict[str, str]:
        """The form and the name."""
        if isinstance(value, dict):
            value = self.written(attribute, value)
        found = re.match(WRITTEN, value, re.DOTALL) if isinstance(value, str) else None
        if not found:
            raise self.refused(attribute, value)
        return {"hex": f"#{found[1].lower()}", "name": found[2] or ""}

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """The form and the name as one text."""
        return SQL(
            "(SELECT '#' || lower(found[1]) || coalesce(' ' || nullif(found[2], ''), '')"
            " FROM regexp_match({}, {}) AS found"
            " WHERE found IS NOT NULL)"
        ).format(with_plain_lines_sql(text), Literal(WRITTEN))

    def json_sql(self, attribute: DescribedAttribute, plain: Composable) -> Composable:
        """An object."""
        return SQL(
            "CASE WHEN {0} IS NOT NULL THEN jsonb_build_object('hex', left({0}, 7), 'name',"
            " substr({0}, 9))::text END"
        ).format(plain)

    def plain_of_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """As it is written."""
        return self.written_sql(attribute, stored)

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """How a colour is written."""
        return f"{attribute.label} is a colour, such as #ff8800 Signal orange."

    def rules(self, attribute: DescribedAttribute) -> Iterable[Rule]:
        """None."""
        return ()

    def written(self, attribute: DescribedAttribute, stored: Any) -> str:
        """The form, a blank and the name."""
        if not isinstance(stored, dict):
            return super().written(attribute, stored)
        return f"{stored.get('hex', '')} {stored.get('name', '')}".strip()

    def written_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of `written`."""
        return SQL("btrim(({0} ->> 'hex') || ' ' || ({0} ->> 'name'))").format(stored)

    def value_fields(self, attribute: DescribedAttribute) -> Iterator[ValueField]:
        """The form and the name, each by itself."""
        for part in ("hex", "name"):
            yield ValueField(part, f"%(attribute)s ({part})", partial(_part_sql, part))

    def shown(self, attribute: LabelledAttribute, stored: Any) -> str:
        """As it is written."""
        return self.written(attribute, stored)

    def standard(self, attribute: HasUnit, stored: Any) -> str | None:
        """The form."""
        return stored.get("hex") if isinstance(stored, dict) else None

    def standard_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of `standard`."""
        return SQL("({} ->> 'hex')").format(stored)

    def json_schema(self, attribute: DescribedAttribute) -> dict[str, Any]:
        """An object of two texts."""
        return {"type": "object", "required": ["hex", "name"]}


def _part_sql(part: str, stored: Composable) -> Composable:
    return SQL("CASE WHEN {0} IS NOT NULL THEN coalesce({0} ->> {1}, '') END").format(
        stored, Literal(part)
    )
