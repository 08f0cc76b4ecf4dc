"""The rules that editors set on an attribute: each once, with its Python, its SQL and its words.

Each type says which of them it has.
"""

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
from catalog.attribute_types.described import DescribedAttribute
from catalog.attribute_types.patterns import matches, mismatch_sql
from catalog.attribute_types.units import plain_number

LONGEST_TEXT = 1_000_000
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


def number_rules(attribute: DescribedAttribute) -> Iterator[Rule]:
    """Of numbers and amounts: their limits, which are in the standard unit, and their decimals."""
    if attribute.minimum is not None:
        message = _("%(label)s must be at least %(limit)s.")
        yield _limit(attribute, "minimum", SQL("<"), lt, message)
    if attribute.maximum is not None:
        message = _("%(label)s must be at most %(limit)s.")
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
        _("%(label)s must be a whole number.")
        if not places
        else _("%(label)s can have at most %(limit)d decimals.")
    )
    return Rule(
        "decimal_places",
        words % {"label": attribute.label, "limit": places},
        Reads.WRITTEN,
        lambda amount: -amount.as_tuple().exponent > places,
        lambda amount: SQL("scale({}) > {}").format(amount, Literal(places)),
    )


def length_rules(attribute: DescribedAttribute) -> Iterator[Rule]:
    """How long texts are; none is longer than the database and the pages can bear."""
    label, shortest = attribute.label, attribute.min_length
    longest = min(attribute.max_length or LONGEST_TEXT, LONGEST_TEXT)
    if shortest:
        yield Rule(
            "min_length",
            _("%(label)s must have at least %(limit)d characters.")
            % {"label": label, "limit": shortest},
            Reads.TEXT,
            lambda text: len(text) < shortest,
            lambda text: SQL("char_length({}) < {}").format(text, Literal(shortest)),
        )
    yield Rule(
        "max_length",
        _("%(label)s can have at most %(limit)d characters.") % {"label": label, "limit": longest},
        Reads.TEXT,
        lambda text: len(text) > longest,
        # A text has at least as many bytes as characters, and those need no counting.
        lambda text: SQL("(octet_length({0}) > {1} AND char_length({0}) > {1})").format(
            text, Literal(longest)
        ),
    )


def pattern_rules(attribute: DescribedAttribute) -> Iterator[Rule]:
    """The pattern that the whole text matches."""
    pattern = attribute.pattern
    if pattern:
        yield Rule(
            "pattern",
            _("%(label)s must match the pattern %(pattern)s.")
            % {"label": attribute.label, "pattern": pattern},
            Reads.TEXT,
            lambda text: not matches(pattern, text),
            lambda text: mismatch_sql(text, pattern),
        )


def day_rules(attribute: DescribedAttribute) -> Iterator[Rule]:
    """Days stand in the order of their text, as all of them are written alike."""
    if attribute.earliest:
        message = _("%(label)s must be %(day)s or later.")
        yield _day_limit(attribute, "earliest", SQL("<"), lt, message)
    if attribute.latest:
        message = _("%(label)s must be %(day)s or earlier.")
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


def answer_rules(attribute: DescribedAttribute) -> Iterator[Rule]:
    """How many answers there are, where there is one at all."""
    fewest, most = attribute.min_items, attribute.max_items
    if fewest:
        words = ngettext(
            "%(label)s must have at least %(limit)d value.",
            "%(label)s must have at least %(limit)d values.",
            fewest,
        )
        yield _fewest(attribute, fewest, words)
    if most:
        words = ngettext(
            "%(label)s can have at most %(limit)d value.",
            "%(label)s can have at most %(limit)d values.",
            most,
        )
        yield _most(attribute, most, words)


def row_rules(attribute: DescribedAttribute) -> Iterator[Rule]:
    """How many rows there are, where there is one at all."""
    fewest, most = attribute.min_items, attribute.max_items
    if fewest:
        words = ngettext(
            "%(label)s must have at least %(limit)d row.",
            "%(label)s must have at least %(limit)d rows.",
            fewest,
        )
        yield _fewest(attribute, fewest, words)
    if most:
        words = ngettext(
            "%(label)s can have at most %(limit)d row.",
            "%(label)s can have at most %(limit)d rows.",
            most,
        )
        yield _most(attribute, most, words)


def _fewest(attribute: DescribedAttribute, fewest: int, words: str) -> Rule:
    return Rule(
        "min_items",
        words % {"label": attribute.label, "limit": fewest},
        Reads.COUNT,
        lambda count: count < fewest,
        lambda count: SQL("{} < {}").format(count, Literal(fewest)),
    )


def _most(attribute: DescribedAttribute, most: int, words: str) -> Rule:
    return Rule(
        "max_items",
        words % {"label": attribute.label, "limit": most},
        Reads.COUNT,
        lambda count: count > most,
        lambda count: SQL("{} > {}").format(count, Literal(most)),
    )


def scheme_rule(attribute: DescribedAttribute) -> Rule:
    """The kinds of address that the attribute allows."""
    schemes = list(attribute.url_schemes)
    return Rule(
        "url_schemes",
        _("%(label)s must start with %(schemes)s.")
        % {"label": attribute.label, "schemes": _(" or ").join(f"{one}:" for one in schemes)},
        Reads.TEXT,
        lambda text: text.partition(":")[0].lower() not in schemes,
        lambda text: SQL("lower(split_part({}, ':', 1)) <> ALL ({}::text[])").format(
            text, Literal(schemes)
        ),
    )
