"""Checks one value and brings it into the form in which products store it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from psycopg.sql import Composable

from catalog.attribute_types.described import DescribedAttribute
from catalog.attribute_types.registry import attribute_type
from catalog.attribute_types.rules import Reads, Rule
from catalog.attribute_types.texts import can_be_stored, cleaned


def check_value(attribute: DescribedAttribute, value: Any, *, is_whole: bool = True) -> Any:
    """The value as a product stores it, None for no value.

    `value` is what is stored already, or text as a person writes it ("12.7 mm", "yes",
    "2026-02-28"); of a localizable attribute the value of one language. Answers or rows that are
    added to others, or taken away, are not the whole value (`is_whole`) and are not counted.
    Raises ValidationError that names the attribute and the rule. Takes a query for what refers to
    other records, and for a pattern.
    """
    if isinstance(value, str):
        if not can_be_stored(value):
            message = _("%(label)s contains a character that cannot be stored.")
            raise ValidationError(message % {"label": attribute.label}, code="type")
        value = cleaned(value)
    if value is None or value in ("", [], {}):
        return None
    stored = attribute_type(attribute.type).read(attribute, value)
    if stored is not None and (rule := broken_rule(attribute, stored, is_whole=is_whole)):
        raise ValidationError(rule.message, code=rule.code)
    return stored


def rules_of(attribute: DescribedAttribute) -> list[Rule]:
    """The rules of the attribute that its type can have."""
    return list(attribute_type(attribute.type).rules(attribute))


def broken_rule(
    attribute: DescribedAttribute, stored: Any, *, is_whole: bool = True
) -> Rule | None:
    """The first rule that a stored value of the right shape breaks, if there is one.

    Only some of the answers or rows (not `is_whole`) are not counted.
    """
    kind = attribute_type(attribute.type)
    rules = [rule for rule in rules_of(attribute) if is_whole or rule.reads != Reads.COUNT]
    return next(
        (rule for rule in rules if rule.is_broken(kind.reading(attribute, rule.reads, stored))),
        None,
    )


def broken_rule_sql(attribute: DescribedAttribute, rule: Rule, stored: Composable) -> Composable:
    """SQL that is true where a value (jsonb) breaks the rule."""
    kind = attribute_type(attribute.type)
    plain = kind.plain_of_sql(attribute, stored)
    return rule.broken_sql(kind.reading_sql(attribute, rule.reads, plain))
