"""How the text of a cell becomes a value, in SQL, and what may be wrong with it.

A conversion reads the trimmed text under one name and its own result under another: both are NULL
for an empty cell, and a result that is NULL although there is text means that the text is wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.attribute_fields import LIST_SEPARATOR
from catalog.models import Attribute, Product
from imports.targets import Target

from . import lookups

# Digits are spelled out and repeats are not counted: that is twice as fast, and \d would let the
# digits of other scripts pass, which no cast takes.
NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
LONGEST_NUMBER = 50
GTIN = r"^(?:[0-9]{8}|[0-9]{12,14})$"
DATE = r"^(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"
# Formatting without attributes cannot carry a script.
HARMLESS_TAGS = r"</?(p|br|hr|b|i|em|strong|ul|ol|li|h2|h3|h4)\s*/?>"
TRUE = ["1", "true", "yes", "y", "x", "wahr", "ja", "j", "vrai", "oui", "verdadero", "sí", "si"]
FALSE = ["0", "false", "no", "n", "falsch", "nein", "faux", "non", "falso"]
OPTIONS_NAMED = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """A condition on the cell, and what to tell about it; "{value}" stands for the cell."""

    condition: Composable
    message: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """The SQL of the value, and its problems."""

    value: Composable
    problems: list[Problem] = field(default_factory=list)


def convert(target: Target, text: Identifier, value: Identifier) -> Conversion:
    """The conversion for `target`, reading the columns `text` and (in problems) `value`."""
    if target.attribute is None:
        return PRODUCT_COLUMNS[target.code](text, value)
    if target.is_unit:
        return _unit(target.attribute, text, value)
    conversion = ATTRIBUTES[target.attribute.type](target.attribute, text, value)
    return Conversion(conversion.value, conversion.problems + _rules(target.attribute, value))


def _unknown(text: Identifier, value: Identifier, message: str) -> Problem:
    """There is text, but no value came of it."""
    return Problem(SQL("{} IS NOT NULL AND {} IS NULL").format(text, value), message)


def _too_long(value: Identifier, limit: int) -> Problem:
    return Problem(
        SQL("char_length({}) > {}").format(value, Literal(limit)),
        _("“{value}…” is longer than %(limit)s characters. Shorten it.") % {"limit": limit},
    )


def _text_column(name: str) -> Callable[[Identifier, Identifier], Conversion]:
    limit = Product._meta.get_field(name).max_length

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
        [_unknown(text, value, _("“{value}” is no GTIN: it has 8, 12, 13 or 14 digits."))],
    )


def _looked_up(
    load: Callable[[], lookups.Lookup], message: str, type_name: str = "bigint"
) -> Callable[[Identifier, Identifier], Conversion]:
    def convert_name(text: Identifier, value: Identifier) -> Conversion:
        key = SQL("({})::{}").format(load().sql(text), SQL(type_name))
        return Conversion(key, [_unknown(text, value, str(_(message)))])

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


def _rich_text(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    condition = SQL("regexp_replace({}, {}, '', 'gi') ~ '<'").format(value, Literal(HARMLESS_TAGS))
    message = _(
        "The text holds tags that are not allowed. Allowed are p, br, hr, b, i, em, strong, ul, "
        "ol, li, h2, h3 and h4, without attributes; write &lt; for a plain <."
    )
    return Conversion(text, [Problem(condition, message)])


def _number(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    return Conversion(
        SQL("CASE WHEN {0} ~ {1} AND length({0}) <= {2} THEN {0}::numeric::text END").format(
            text, Literal(f"^{NUMBER}$"), Literal(LONGEST_NUMBER)
        ),
        [_unknown(text, value, _("“{value}” is not a number. Write it like 1234.50."))],
    )


def _measure(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    """A number, with or without the attribute's own unit behind it."""
    if not attribute.unit:
        return _number(attribute, text, value)
    unit = "".join(f"\\{c}" if not c.isalnum() else c for c in attribute.unit)
    amount = SQL(
        "CASE WHEN length({0}) > {1} THEN NULL WHEN {0} ~ {2} THEN {0}::numeric::text"
        " WHEN {0} ~ {3} THEN substring({0} from {4})::numeric::text END"
    ).format(
        text,
        Literal(LONGEST_NUMBER),
        Literal(f"^{NUMBER}$"),
        Literal(rf"^{NUMBER}\s*(?:{unit})$"),
        Literal("^[+-]?[0-9.]+"),
    )
    message = _("“{value}” is not a number in %(unit)s. Write it like 1234.50.")
    return Conversion(amount, [_unknown(text, value, message % {"unit": attribute.unit})])


def _unit(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    return Conversion(
        text,
        [
            Problem(
                SQL("{} <> {}").format(value, Literal(attribute.unit)),
                _("The unit is “{value}” but %(attribute)s is kept in “%(unit)s”. Convert it.")
                % {"attribute": attribute.label, "unit": attribute.unit},
            )
        ],
    )


def _boolean(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    return Conversion(
        SQL(
            "CASE WHEN lower({0}) = ANY ({1}) THEN true WHEN lower({0}) = ANY ({2}) THEN false END"
        ).format(text, Literal(TRUE), Literal(FALSE)),
        [_unknown(text, value, _("“{value}” is neither yes nor no. Write true or false."))],
    )


def _date(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    """A day of the calendar; the cases nest because a wrong one must not reach make_date."""
    return Conversion(
        SQL(
            "CASE WHEN {0} ~ {1} THEN CASE WHEN right({0}, 2)::int <= extract(day FROM"
            " make_date(left({0}, 4)::int, substr({0}, 6, 2)::int, 1)"
            " + interval '1 month - 1 day') THEN {0} END END"
        ).format(text, Literal(DATE)),
        [_unknown(text, value, _("“{value}” is not a date. Write it like 2024-12-31."))],
    )


def _choice(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    return Conversion(
        lookups.option_lookup(attribute).sql(text),
        [_unknown(text, value, _("“{value}” is no option. ") + _options_named(attribute))],
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
    return Conversion(codes, [_unknown(text, value, message + _options_named(attribute))])


def _options_named(attribute: Attribute) -> str:
    codes = [option.code for option in attribute.options.all()]
    more = ", …" if len(codes) > OPTIONS_NAMED else ""
    return _("Known are: %(codes)s.") % {"codes": ", ".join(codes[:OPTIONS_NAMED]) + more}


def _address(attribute: Attribute, text: Identifier, value: Identifier) -> Conversion:
    return Conversion(
        SQL(r"CASE WHEN {0} ~* '^https?://[^\s<>\"]+$' THEN {0} END").format(text),
        [_unknown(text, value, _("“{value}” is no web address. It begins with https://."))],
    )


ATTRIBUTES = {
    Attribute.Type.TEXT: _plain,
    Attribute.Type.LONG_TEXT: _plain,
    Attribute.Type.RICH_TEXT: _rich_text,
    Attribute.Type.NUMBER: _number,
    Attribute.Type.MEASURE: _measure,
    Attribute.Type.BOOLEAN: _boolean,
    Attribute.Type.DATE: _date,
    Attribute.Type.CHOICE: _choice,
    Attribute.Type.MULTIPLE_CHOICE: _multiple_choice,
    Attribute.Type.URL: _address,
}
NUMERIC = {Attribute.Type.NUMBER, Attribute.Type.MEASURE}
TEXTUAL = {Attribute.Type.TEXT, Attribute.Type.LONG_TEXT, Attribute.Type.RICH_TEXT}


def _rules(attribute: Attribute, value: Identifier) -> list[Problem]:
    """The limits that editors set on the attribute."""
    problems = []
    if attribute.type in NUMERIC and attribute.minimum is not None:
        problems.append(_limit(value, "<", attribute.minimum, _("is below the minimum")))
    if attribute.type in NUMERIC and attribute.maximum is not None:
        problems.append(_limit(value, ">", attribute.maximum, _("is above the maximum")))
    if attribute.type in TEXTUAL and attribute.max_length:
        problems.append(_too_long(value, attribute.max_length))
    if attribute.type in TEXTUAL and attribute.pattern:
        problems.append(
            Problem(
                SQL("{} !~ {}").format(value, Literal(f"^(?:{attribute.pattern})$")),
                _("“{value}” does not match the pattern %(pattern)s.")
                % {"pattern": attribute.pattern},
            )
        )
    return problems


def _limit(value: Identifier, operator: str, limit, words: str) -> Problem:
    condition = SQL("{}::numeric {} {}").format(value, SQL(operator), Literal(limit))
    return Problem(condition, f"{{value}} {words} {limit.normalize():f}.")
