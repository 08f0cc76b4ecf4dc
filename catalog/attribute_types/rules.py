"""The rules that editors set on an attribute: each once, with its Python, its SQL and its words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from operator import gt, lt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.days import day_of, day_shown
from catalog.attribute_types.patterns import matches, mismatch_sql
from catalog.attribute_types.rich_text import disallowed_message, disallowed_sql, is_disallowed
from catalog.attribute_types.types import AttributeType, DescribedAttribute
from catalog.attribute_types.units import NUMBER, plain_number, standard_amount, standard_amount_sql

Type = AttributeType
NUMERIC = frozenset({Type.NUMBER, Type.MEASURE})
TEXTUAL = frozenset({Type.TEXT, Type.LONG_TEXT, Type.RICH_TEXT, Type.URL})
LISTS = frozenset({Type.MULTIPLE_CHOICE, Type.TABLE})
# The code of the rule that rich text holds no markup but the allowed one.
MARKUP = "markup"


class Reads(StrEnum):
    """What of a value a rule looks at."""

    TEXT = "text"
    # The number as it was written, and as it is in the standard unit.
    WRITTEN = "written"
    STANDARD = "standard"
    # How many answers or rows there are.
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of an attribute.

    `is_broken` and `broken_sql` take what `reads` names: a text, a number as Decimal and as
    numeric, or a count. `message` names the attribute and the rule.
    """

    code: str
    message: str
    reads: Reads
    is_broken: Callable[[Any], bool]
    broken_sql: Callable[[Composable], Composable]


def rules_of(attribute: DescribedAttribute) -> list[Rule]:
    """The rules of the attribute that its type can have."""
    if attribute.type in NUMERIC:
        return list(_number_rules(attribute))
    if attribute.type in TEXTUAL:
        return list(_text_rules(attribute))
    if attribute.type in LISTS:
        return list(_count_rules(attribute))
    return list(_day_rules(attribute)) if attribute.type == Type.DATE else []


def broken_rule(
    attribute: DescribedAttribute, stored: Any, *, is_whole: bool = True
) -> Rule | None:
    """The first rule that a stored value of the right shape breaks, if there is one.

    Only some of the answers or rows (not `is_whole`) are not counted.
    """
    readings = _readings(attribute, stored)
    rules = [rule for rule in rules_of(attribute) if is_whole or rule.reads != Reads.COUNT]
    return next((rule for rule in rules if rule.is_broken(readings[rule.reads])), None)


def broken_rule_sql(attribute: DescribedAttribute, rule: Rule, stored: Composable) -> Composable:
    """SQL that is true where a value breaks the rule.

    `stored` is SQL of the value: of numbers, measures and lists as jsonb, of all else as text.
    """
    match rule.reads:
        case Reads.STANDARD:
            return rule.broken_sql(standard_amount_sql(attribute.unit, stored))
        case Reads.WRITTEN:
            return rule.broken_sql(
                SQL(
                    "(CASE jsonb_typeof({0}) WHEN 'object' THEN {0} ->> 'amount'"
                    " ELSE {0} #>> '{{}}' END)::numeric"
                ).format(stored)
            )
        case Reads.COUNT:
            return rule.broken_sql(
                SQL("jsonb_array_length(CASE jsonb_typeof({0}) WHEN 'array' THEN {0} END)").format(
                    stored
                )
            )
    return rule.broken_sql(stored)


def _readings(attribute: DescribedAttribute, stored: Any) -> dict[Reads, Any]:
    if attribute.type in LISTS:
        return {Reads.COUNT: len(stored)}
    if attribute.type not in NUMERIC:
        return {Reads.TEXT: str(stored)}
    written = str(stored["amount"] if isinstance(stored, dict) else stored)
    return {
        Reads.WRITTEN: Decimal(written) if NUMBER.fullmatch(written) else Decimal("nan"),
        Reads.STANDARD: standard_amount(attribute.unit, stored),
    }


def _number_rules(attribute: DescribedAttribute) -> Iterator[Rule]:
    if attribute.minimum is not None:
        message = _("%(label)s is at least %(limit)s.")
        yield _limit(attribute, "minimum", SQL("<"), lt, message)
    if attribute.maximum is not None:
        message = _("%(label)s is at most %(limit)s.")
        yield _limit(attribute, "maximum", SQL(">"), gt, message)
    if attribute.decimal_places is not None:
        yield _decimals(attribute, attribute.decimal_places)


def _limit(
    attribute: DescribedAttribute,
    code: str,
    operator: SQL,
    compare: Callable[[Decimal, Decimal], bool],
    message: str,
) -> Rule:
    # What was not read back from the database may still be text.
    limit = Decimal(getattr(attribute, code))
    shown = f"{plain_number(limit)} {attribute.unit}".strip()
    return Rule(
        code,
        message % {"label": attribute.label, "limit": shown},
        Reads.STANDARD,
        lambda amount: amount is not None and compare(amount, limit),
        lambda amount: SQL("{} {} {}").format(amount, operator, Literal(limit)),
    )


def _decimals(attribute: DescribedAttribute, places: int) -> Rule:
    words = (
        _("%(label)s has no decimals.")
        if not places
        else _("%(label)s has at most %(limit)d decimals.")
    )
    return Rule(
        "decimal_places",
        words % {"label": attribute.label, "limit": places},
        Reads.WRITTEN,
        lambda amount: -amount.as_tuple().exponent > places,
        lambda amount: SQL("scale({}) > {}").format(amount, Literal(places)),
    )


def _text_rules(attribute: DescribedAttribute) -> Iterator[Rule]:
    label = attribute.label
    shortest, longest, pattern = attribute.min_length, attribute.max_length, attribute.pattern
    if attribute.type == Type.RICH_TEXT:
        yield Rule(MARKUP, disallowed_message(label), Reads.TEXT, is_disallowed, disallowed_sql)
    if shortest:
        yield Rule(
            "min_length",
            _("%(label)s has at least %(limit)d characters.") % {"label": label, "limit": shortest},
            Reads.TEXT,
            lambda text: len(text) < shortest,
            lambda text: SQL("char_length({}) < {}").format(text, Literal(shortest)),
        )
    if longest:
        yield Rule(
            "max_length",
            _("%(label)s has at most %(limit)d characters.") % {"label": label, "limit": longest},
            Reads.TEXT,
            lambda text: len(text) > longest,
            lambda text: SQL("char_length({}) > {}").format(text, Literal(longest)),
        )
    if attribute.type == Type.URL:
        yield _scheme(attribute)
    if pattern:
        yield Rule(
            "pattern",
            _("%(label)s has to match the pattern %(pattern)s.")
            % {"label": label, "pattern": pattern},
            Reads.TEXT,
            lambda text: not matches(pattern, text),
            lambda text: mismatch_sql(text, pattern),
        )


def _day_rules(attribute: DescribedAttribute) -> Iterator[Rule]:
    """Days stand in the order of their text, as all of them are written alike."""
    if attribute.earliest:
        message = _("%(label)s is %(day)s or later.")
        yield _day_limit(attribute, "earliest", SQL("<"), lt, message)
    if attribute.latest:
        message = _("%(label)s is %(day)s or earlier.")
        yield _day_limit(attribute, "latest", SQL(">"), gt, message)


def _day_limit(
    attribute: DescribedAttribute,
    code: str,
    operator: SQL,
    compare: Callable[[str, str], bool],
    message: str,
) -> Rule:
    text = getattr(attribute, code)
    day = day_of(text)
    assert day is not None, "a limit that is no day is not stored"
    limit = day.isoformat()
    return Rule(
        code,
        message % {"label": attribute.label, "day": day_shown(text)},
        Reads.TEXT,
        lambda day: compare(day, limit),
        lambda day: SQL('{} COLLATE "C" {} {}').format(day, operator, Literal(limit)),
    )


def _count_rules(attribute: DescribedAttribute) -> Iterator[Rule]:
    fewest, most = attribute.min_items, attribute.max_items
    is_table = attribute.type == Type.TABLE
    if fewest:
        words = (
            ngettext(
                "%(label)s has at least %(limit)d row.",
                "%(label)s has at least %(limit)d rows.",
                fewest,
            )
            if is_table
            else ngettext(
                "%(label)s has at least %(limit)d answer.",
                "%(label)s has at least %(limit)d answers.",
                fewest,
            )
        )
        yield Rule(
            "min_items",
            words % {"label": attribute.label, "limit": fewest},
            Reads.COUNT,
            lambda count: count < fewest,
            lambda count: SQL("{} < {}").format(count, Literal(fewest)),
        )
    if most:
        words = (
            ngettext(
                "%(label)s has at most %(limit)d row.",
                "%(label)s has at most %(limit)d rows.",
                most,
            )
            if is_table
            else ngettext(
                "%(label)s has at most %(limit)d answer.",
                "%(label)s has at most %(limit)d answers.",
                most,
            )
        )
        yield Rule(
            "max_items",
            words % {"label": attribute.label, "limit": most},
            Reads.COUNT,
            lambda count: count > most,
            lambda count: SQL("{} > {}").format(count, Literal(most)),
        )


def _scheme(attribute: DescribedAttribute) -> Rule:
    schemes = list(attribute.url_schemes)
    return Rule(
        "url_schemes",
        _("%(label)s begins with %(schemes)s.")
        % {"label": attribute.label, "schemes": _(" or ").join(f"{one}:" for one in schemes)},
        Reads.TEXT,
        lambda text: text.partition(":")[0].lower() not in schemes,
        lambda text: SQL("lower(split_part({}, ':', 1)) <> ALL ({}::text[])").format(
            text, Literal(schemes)
        ),
    )
