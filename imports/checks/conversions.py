"""How the text of a cell becomes a value, in SQL, and what may be wrong with it.

A conversion reads the trimmed text under one name and its own result under another: both are NULL
for an empty cell, and a result that is NULL although there is text means that the text is wrong.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from psycopg.sql import SQL, Identifier, Literal

from catalog.attribute_types.base import Beside
from catalog.attribute_types.checking import rules_of
from catalog.attribute_types.registry import attribute_type
from catalog.attribute_types.types.measure import unit_sql, unknown_unit
from catalog.models import Attribute, Product
from catalog.products.gtin import gtin_problem_sql, gtin_sql
from catalog.schema.queries.names import Names
from console.model_fields import own_field
from imports.targets import Target

from . import lookups
from .problems import Conversion, Problem, unknown


def convert(
    target: Target,
    text: Identifier,
    value: Identifier,
    *,
    header: str = "",
    unit_text: Identifier | None = None,
) -> Conversion:
    """The conversion for `target`, reading the columns `text` and (in problems) `value`.

    A measure may have its unit from the `header`, or from the column `unit_text`.
    """
    attribute = target.attribute
    if attribute is None:
        return PRODUCT_COLUMNS[target.code](text, value)
    if target.is_unit:
        return Conversion(
            unit_sql(attribute, text), [unknown(text, value, unknown_unit(attribute))]
        )
    kind = attribute_type(attribute.type)
    problems = [_unreadable(attribute, text, value)]
    plain = kind.cell_sql(attribute, text, Beside(heading=header, unit_text=unit_text))
    if strange := kind.strange_heading(attribute, header):
        problems.append(Problem(SQL("{} IS NOT NULL").format(text), strange))
    return Conversion(plain, problems + _rules(attribute, value))


def _unreadable(attribute: Attribute, text: Identifier, value: Identifier) -> Problem:
    """What the type says of a text that it cannot read, as the form does."""
    kind = attribute_type(attribute.type)
    told = kind.unreadable_sql(attribute, text)
    if told is not None:
        return Problem(unknown(text, value, "").condition, "{value}", shown=told)
    message = kind.unreadable(attribute)
    return unknown(text, value, message if "{value}" in message else "“{value}”: " + message)


def _too_long(value: Identifier, limit: int) -> Problem:
    return Problem(
        SQL("char_length({}) > {}").format(value, Literal(limit)),
        _("“{value}…” is longer than %(limit)s characters. Shorten it.") % {"limit": limit},
    )


# Cells are trimmed, and of plain letters nothing else is cleaned, which is most of the time.
_CLEANED = """
CASE WHEN octet_length({text}) = char_length({text}) THEN {text}
ELSE nullif({clean}({text}), '') END
"""


def _text_column(name: str) -> Callable[[Identifier, Identifier], Conversion]:
    field = own_field(Product, name)
    limit, clean = field.max_length, getattr(field, "clean_sql", None)

    def convert_text(text: Identifier, value: Identifier) -> Conversion:
        given = SQL(_CLEANED).format(clean=SQL(clean), text=text) if clean else text
        return Conversion(given, [_too_long(value, limit)] if limit else [])

    return convert_text


def _gtin(text: Identifier, value: Identifier) -> Conversion:
    """What form and list take for a GTIN, too."""
    condition = unknown(text, value, "").condition
    return Conversion(gtin_sql(text), [Problem(condition, "{value}", shown=gtin_problem_sql(text))])


def _looked_up(
    load: Callable[[], Names], message: str, type_name: str = "bigint"
) -> Callable[[Identifier, Identifier], Conversion]:
    def convert_name(text: Identifier, value: Identifier) -> Conversion:
        key = SQL("({})::{}").format(load().sql(text), SQL(type_name))
        return Conversion(key, [unknown(text, value, str(_(message)))])

    return convert_name


PRODUCT_COLUMNS = {
    "sku": _text_column("sku"),
    "part_number": _text_column("part_number"),
    "name": _text_column("name"),
    "description": _text_column("description"),
    "gtin": _gtin,
    "status": _looked_up(
        lookups.status_lookup,
        gettext_noop(
            "“{value}” is not a life cycle status. Use planned, active, phase_out or discontinued."
        ),
        "text",
    ),
    "brand": _looked_up(
        lookups.brand_lookup,
        gettext_noop("No single brand is named “{value}”. Create it, or correct the name."),
    ),
    "family": _looked_up(
        lookups.family_lookup,
        gettext_noop("No single family is named “{value}”. Create it, or use its code."),
    ),
    "category": _looked_up(
        lookups.category_lookup,
        gettext_noop(
            "No single category is named “{value}”. Create it, or use its code or its path."
        ),
    ),
}


def _rules(attribute: Attribute, value: Identifier) -> list[Problem]:
    """The rules that editors set on the attribute, in the words of the form."""
    kind = attribute_type(attribute.type)
    return [
        Problem(
            rule.broken_sql(kind.reading_sql(attribute, rule.reads, value)),
            "“{value}”: " + rule.message,
        )
        for rule in rules_of(attribute)
    ]
