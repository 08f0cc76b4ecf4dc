"""How the text of a cell becomes a value, in SQL, and what may be wrong with it.

A conversion reads the trimmed text under one name and its own result under another: both are NULL
for an empty cell, and a result that is NULL although there is text means that the text is wrong.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal
from psycopg.types.json import Jsonb

from catalog.attribute_types.rules import Reads, rules_of
from catalog.attribute_types.tables import table_words
from catalog.attribute_types.web_addresses import read_address_sql
from catalog.models import Attribute, Product
from catalog.products.exchange_fields.attributes import LIST_SEPARATOR
from console.model_fields import own_field
from imports.targets import Target

from . import lookups
from .measures import (
    LONGEST_NUMBER,
    NUMBER,
    amount_sql,
    measure_conversion,
    standard_sql,
    unit_conversion,
)
from .problems import Conversion, Problem, unknown

GTIN = r"^(?:[0-9]{8}|[0-9]{12,14})$"
DATE = r"^(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"
TRUE = ["1", "true", "yes", "y", "x", "wahr", "ja", "j", "vrai", "oui", "verdadero", "sí", "si"]
FALSE = ["0", "false", "no", "n", "falsch", "nein", "faux", "non", "falso"]
OPTIONS_NAMED = 12


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
        return unit_conversion(attribute, text, value)
    if attribute.type == Attribute.Type.MEASURE:
        conversion = measure_conversion(attribute, text, value, header=header, unit_text=unit_text)
    else:
        conversion = ATTRIBUTES[attribute.type](attribute, text, value)
    return Conversion(conversion.value, conversion.problems + _rules(attribute, value))


def _too_long(value: Identifier, limit: int) -> Problem:
    return Problem(
        SQL("char_length({}) > {}").format(value, Literal(limit)),
        _("“{value}…” is longer than %(limit)s characters. Shorten it.") % {"limit": limit},
    )


def _text_column(name: str) -> Callable[[Identifier, Identifier], Conversion]:
    limit = own_field(Product, name).max_length

    def convert_text(text: Identifier, value: Identifier) -> Conversion:
        return Conversion(text, [_too_long(value, limit)] if limit else [])

    return convert_text


def _gtin(text: Identifier, value: Identifier) -> Conversion:
    """Digits, also where they are grouped by blanks or dashes."""
    return Conversion(
        SQL(
            "CASE WHEN {0} ~ {1} THEN {0} WHEN replace(replace({0}, ' ', ''), '-', '') ~ {1}"
            " THEN replace(replace({0}, ' ', ''), '-', '') END"
        ).format(text, Literal(GTIN)),
        [unknown(text, value, _("“{value}” is no GTIN: it has 8, 12, 13 or 14 digits."))],
    )


def _looked_up(
    load: Callable[[], lookups.Lookup], message: str, type_name: str = "bigint"
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
        "“{value}” is no life-cycle state. Use planned, active, phase_out or discontinued.",
        "text",
    ),
    "brand": _looked_up(
        lookups.brand_lookup,
        "There is no brand “{value}”, or several. Create it, or correct the name.",
    ),
    "family": _looked_up(
        lookups.family_lookup,
        "There is no family “{value}”, or several. Create it, or use its code.",
    ),
    "category": _looked_up(
        lookups.category_lookup,
        "There is no category “{value}”, or several. Create it, or use its code or its path.",
    ),
}


def _plain(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    return Conversion(text)


def _number(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    return Conversion(
        SQL("CASE WHEN {0} ~ {1} AND length({0}) <= {2} THEN {0}::numeric::text END").format(
            text, Literal(f"^{NUMBER}$"), Literal(LONGEST_NUMBER)
        ),
        [unknown(text, value, _("“{value}” is not a number. Write it like 1234.50."))],
    )


def _boolean(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    return Conversion(
        SQL(
            "CASE WHEN lower({0}) = ANY ({1}) THEN true WHEN lower({0}) = ANY ({2}) THEN false END"
        ).format(text, Literal(TRUE), Literal(FALSE)),
        [unknown(text, value, _("“{value}” is neither yes nor no. Write true or false."))],
    )


def _date(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    """A day of the calendar; the cases nest because a wrong one must not reach make_date."""
    return Conversion(
        SQL(
            "CASE WHEN {0} ~ {1} THEN CASE WHEN right({0}, 2)::int <= extract(day FROM"
            " make_date(left({0}, 4)::int, substr({0}, 6, 2)::int, 1)"
            " + interval '1 month - 1 day') THEN {0} END END"
        ).format(text, Literal(DATE)),
        [unknown(text, value, _("“{value}” is not a date. Write it like 2024-12-31."))],
    )


def _choice(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    return Conversion(
        lookups.option_lookup(attribute).sql(text),
        [unknown(text, value, _("“{value}” is no option. ") + _options_named(attribute))],
    )


def _multiple_choice(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    codes = SQL(
        "(SELECT CASE WHEN count(*) = count(code) THEN jsonb_agg(code ORDER BY place) END"
        " FROM unnest(string_to_array({text}, {separator})) WITH ORDINALITY AS item(name, place),"
        " LATERAL (SELECT {code} AS code) AS found WHERE btrim(name) <> '')"
    ).format(
        text=text,
        separator=Literal(LIST_SEPARATOR),
        code=lookups.option_lookup(attribute).sql(SQL("btrim(name)")),
    )
    message = _("Not all of “{value}” are options; separate several with %(separator)s. ")
    message %= {"separator": LIST_SEPARATOR}
    return Conversion(codes, [unknown(text, value, message + _options_named(attribute))])


def _options_named(attribute: Attribute) -> str:
    codes = [option.code for option in attribute.options.all()]
    more = ", …" if len(codes) > OPTIONS_NAMED else ""
    return _("Known are: %(codes)s.") % {"codes": ", ".join(codes[:OPTIONS_NAMED]) + more}


def _address(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    """An address of a kind that exists; the rule of the attribute says which it may be."""
    return Conversion(
        read_address_sql(text),
        [unknown(text, value, _("“{value}” is no web address, such as https://example.com/."))],
    )


def _product(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    return Conversion(
        SQL("(SELECT other.sku FROM catalog_product other WHERE other.sku = {})").format(text),
        [unknown(text, value, _("There is no product with the SKU “{value}”."))],
    )


def _asset(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    key = SQL("CASE WHEN {0} ~ '^[0-9]{{1,18}}$' THEN {0}::bigint END").format(text)
    return Conversion(
        SQL("(SELECT asset.id FROM media_library_asset asset WHERE asset.id = {})").format(key),
        [unknown(text, value, _("There is no asset with the number “{value}”."))],
    )


def _table(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    """The rows as they are stored; what is wrong is told by row and column, as the form does."""
    columns = list(attribute.columns.all())
    types = {column.code: column.type for column in columns}
    known = {
        column.code: {"type": column.type, "label": column.label, "place": place}
        for place, column in enumerate(columns)
    }
    problem = SQL("catalog_table_problem({}, {}, {})").format(
        text, Literal(Jsonb(known)), Literal(Jsonb(table_words(attribute)))
    )
    condition = unknown(text, value, "").condition
    return Conversion(
        SQL("catalog_checked_table({}, {})").format(text, Literal(Jsonb(types))),
        [Problem(condition, "{value}", shown=problem)],
    )


ATTRIBUTES = {
    Attribute.Type.TEXT: _plain,
    Attribute.Type.LONG_TEXT: _plain,
    Attribute.Type.RICH_TEXT: _plain,
    Attribute.Type.NUMBER: _number,
    Attribute.Type.BOOLEAN: _boolean,
    Attribute.Type.DATE: _date,
    Attribute.Type.CHOICE: _choice,
    Attribute.Type.MULTIPLE_CHOICE: _multiple_choice,
    Attribute.Type.URL: _address,
    Attribute.Type.PRODUCT: _product,
    Attribute.Type.ASSET: _asset,
    Attribute.Type.TABLE: _table,
}


def _rules(attribute: Attribute, value: Identifier) -> list[Problem]:
    """The rules that editors set on the attribute, in the words of the form."""
    readings = _readings(attribute, value)
    return [
        Problem(rule.broken_sql(readings[rule.reads]), "“{value}”: " + rule.message)
        for rule in rules_of(attribute)
    ]


def _readings(attribute: Attribute, value: Identifier) -> dict[Reads, Composable]:
    """What the rules of the attribute read, as SQL of its converted value."""
    if attribute.type == Attribute.Type.MEASURE:
        return {
            Reads.WRITTEN: amount_sql(value),
            Reads.STANDARD: standard_sql(attribute, value),
        }
    number = SQL("{}::numeric").format(value)
    return {
        Reads.TEXT: value,
        Reads.WRITTEN: number,
        Reads.STANDARD: number,
        Reads.COUNT: SQL("jsonb_array_length({})").format(value),
    }
