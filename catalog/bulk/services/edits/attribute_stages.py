from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.attribute_types.addresses import ValueAddress
from catalog.attribute_types.checking import broken_rule_sql, rules_of
from catalog.attribute_types.rules import MARKUP, Reads, Rule
from catalog.bulk.services.edits.copies import can_copy, cannot_convert, copied_sql
from catalog.bulk.services.edits.model import EditModel
from catalog.bulk.services.edits.operations import Action, Operation, actions_of
from catalog.bulk.services.edits.results import made_value
from catalog.bulk.services.edits.stage import Stage
from catalog.schema.models.attribute import Attribute
from jobs.exceptions import JobError

_STORED, _MADE, _COPIED = Identifier("stored"), Identifier("made"), Identifier("copied")
# Values that were checked when they were entered make nothing that would break a rule, except that
# answers and rows become more or fewer.
_CHECKED_BEFORE = {Action.SET, Action.ADD, Action.REMOVE, Action.CLEAR, Action.REPLACE}
_COUNTED_AFTER = {Action.ADD, Action.REMOVE, Action.REPLACE}

Reason = tuple[Composable, str]


def attribute_stage(operation: Operation, model: EditModel) -> Stage:
    """The stage that changes a value of an attribute."""
    attribute = model.attribute(operation.attribute_code)
    if operation.action not in actions_of(attribute):
        raise JobError(_impossible(operation, attribute))
    address, reasons = operation.address, []
    steps = [("stored", address.stored_sql())]
    if operation.action == Action.COPY:
        more, reasons = _copy(operation, attribute, model)
        steps += more
    else:
        steps.append(("made", made_value(operation, attribute, _STORED)))
    if operation.action != Action.CLEAR:
        reasons += _not_in_family(attribute, model)
    reasons += _axis(attribute, model)
    reasons += _broken_rules(attribute, _rules_to_hold(operation, attribute))
    return Stage(address.written_sql(_MADE), steps, reasons)


def _impossible(operation: Operation, attribute: Attribute) -> str:
    """The attribute was changed after the bulk edit was put together."""
    if attribute.is_unique:
        words = _("“%(label)s” must now be unique, so a bulk edit can only clear it.")
    else:
        words = _("The type of “%(label)s” has changed. Start a new bulk edit.")
    return words % {"label": attribute.label}


def _copy(
    operation: Operation, attribute: Attribute, model: EditModel
) -> tuple[list[tuple[str, Composable]], list[Reason]]:
    """Take the source's value; a product that has none keeps what it has."""
    source = model.attribute(operation.source)
    if not can_copy(source, attribute):
        raise JobError(
            _("Values of “%(source)s” cannot be copied into “%(target)s”.")
            % {"source": source.label, "target": attribute.label}
        )
    locale = operation.locale if source.is_localizable else ""
    channel = operation.channel if source.is_per_channel else ""
    steps = [
        ("copied", ValueAddress(source.code, locale, channel).stored_sql()),
        ("converted", copied_sql(source, attribute, _COPIED)),
        ("made", SQL("coalesce(converted, stored)")),
    ]
    fails = SQL("copied IS NOT NULL AND converted IS NULL")
    return steps, [(fails, cannot_convert(source, attribute))]


def _not_in_family(attribute: Attribute, model: EditModel) -> list[Reason]:
    families = Literal(model.families_with(attribute.code))
    words = _("Its family has no attribute “%(label)s”.") % {"label": attribute.label}
    return [(SQL("family_id <> ALL ({}::bigint[])").format(families), words)]


def _axis(attribute: Attribute, model: EditModel) -> list[Reason]:
    families = model.axis_families(attribute.code)
    if not families:
        return []
    words = _("Variants differ in “%(label)s”. Change it on the variant itself.")
    condition = SQL(
        "parent_id IS NOT NULL AND made IS DISTINCT FROM stored AND family_id = ANY ({}::bigint[])"
    ).format(Literal(families))
    return [(condition, words % {"label": attribute.label})]


def _rules_to_hold(operation: Operation, attribute: Attribute) -> list[Rule]:
    if operation.action not in _CHECKED_BEFORE:
        return rules_of(attribute)
    counted = operation.action in _COUNTED_AFTER
    # Nobody stores a script by what a form would not send.
    return [
        rule
        for rule in rules_of(attribute)
        if rule.code == MARKUP or (counted and rule.reads == Reads.COUNT)
    ]


def _broken_rules(attribute: Attribute, rules: list[Rule]) -> list[Reason]:
    return [
        (
            SQL("made IS DISTINCT FROM stored AND {}").format(
                broken_rule_sql(attribute, rule, _MADE)
            ),
            rule.message,
        )
        for rule in rules
    ]
