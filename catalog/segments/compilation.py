"""Compiles the filter of a segment to one SQL statement over products."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.products.models import Product
from catalog.products.querysets import ProductQuerySet
from catalog.segments.models import Segment

from .conditions import on_any
from .dates import RELATIVE, on_the_calendar
from .formulas import parse_formula
from .operators import OPERATORS, OPPOSITES, WITH_FIELD, operators_of, read_value
from .registry import Expressions, SegmentField, segment_fields
from .rights import segments_known_to
from .scope import Filter, Scope

logger = logging.getLogger(__name__)

DEEPEST = 5
MOST_CONDITIONS = 200
# What may stand for each other on the two sides of a comparison.
COMPARABLE = {"text": "text", "choice": "text", "number": "number", "date": "date"}


def segment_products(segment_filter: dict, *, user: User | None = None) -> ProductQuerySet:
    """The products that match `segment_filter`, as a query that is not run yet.

    The filter is {"match": "all" | "any", "not": bool, "conditions": [condition or group, ...]}
    with conditions such as {"field": "values.thickness", "operator": "gte", "value": "12.7"}; an
    empty one matches every product. A value may be another field, {"field": "values.width"}, or,
    of numbers, a formula, {"formula": "values.width * 2"}. Raises ValidationError where the filter
    asks for a field or an operator that does not exist, or for a value that cannot be read, or for
    what `user` may not know: others' private views and fields that need a right. Without a user it
    is the site itself that asks, as for a feed.
    """
    return Product.objects.filter(_Compiler(user=user).filter(segment_filter))


def products_of_segment(segment: Segment) -> ProductQuerySet:
    """The products of `segment`; none, and a line in the log, where its filter cannot be read.

    For pages: a filter that asks for an attribute which is no more shows nothing, not everything.
    """
    try:
        return segment_products(segment.filter)
    except ValidationError as error:
        logger.warning("Segment %s finds nothing: %s", segment.code, " ".join(error.messages))
        return Product.objects.none()


def check_filter(segment_filter: dict, *, code: str = "", user: User | None = None) -> None:
    """Raise ValidationError that says what is wrong with `segment_filter`, if something is.

    `code` is the segment that the filter is to be stored in, which it may not lead back to; `user`
    is who asks, as for `segment_products`.
    """
    _Compiler(inside=(code,) if code else (), user=user).filter(segment_filter)


def depends_on_day(segment_filter: dict) -> bool:
    """Whether other products may match `segment_filter` tomorrow though nothing is saved.

    True where it, or a segment that it names, asks for the prices of the day or for a date relative
    to it. Raises ValidationError as `segment_products` does.
    """
    compiler = _Compiler()
    compiler.filter(segment_filter)
    return compiler.asked_for_day


class _Compiler:
    """Compiles one filter and those of the segments that it names, with one reading of fields."""

    def __init__(self, inside: tuple[str, ...] = (), user: User | None = None):
        self._user = user
        self._fields = segment_fields()
        self._filter = Filter(self._segment, user)
        self._inside = list(inside)
        self._conditions = 0

    def filter(self, segment_filter: Any) -> Q:
        """The condition of a whole filter."""
        return self._group(segment_filter or {}, depth=1)

    @property
    def asked_for_day(self) -> bool:
        """Whether a condition compiled so far has asked which day it is."""
        return "today" in vars(self._filter)

    @cached_property
    def _segments(self) -> QuerySet[Segment]:
        """What others keep for themselves, or may know alone, is not even told to exist."""
        return segments_known_to(self._user) if self._user else Segment.objects.all()

    def _segment(self, code: str) -> Q:
        """The condition of a stored segment, which may not lead back to where it is asked."""
        if code in self._inside:
            chain = " → ".join([*self._inside[self._inside.index(code) :], code])
            raise ValidationError(
                _("Segments cannot refer to each other in a loop: %(chain)s.") % {"chain": chain}
            )
        segment = self._segments.filter(code=code).first()
        if segment is None:
            raise ValidationError(_("There is no segment “%(code)s”.") % {"code": code})
        self._inside.append(code)
        try:
            return self.filter(segment.filter)
        finally:
            self._inside.pop()

    def _group(self, group: Any, depth: int) -> Q:
        match, members = self._checked_group(group, depth)
        result = Q()
        for member in members:
            made = self._member(member, depth)
            result = result & made if match == "all" else result | made
        return _is_false(result) if group.get("not") and members else result

    def _checked_group(self, group: Any, depth: int) -> tuple[str, list]:
        if not isinstance(group, dict) or not isinstance(group.get("conditions", []), list):
            raise ValidationError(_("A filter is a group with a list of conditions."))
        if depth > DEEPEST:
            raise ValidationError(
                _("Groups can be nested at most %(limit)d levels deep.") % {"limit": DEEPEST}
            )
        match, members = group.get("match", "all"), group.get("conditions", [])
        if match not in ("all", "any"):
            raise ValidationError(
                _("A group matches all or any, not “%(match)s”.") % {"match": match}
            )
        if not isinstance(group.get("not", False), bool):
            raise ValidationError(_("The negation of a group must be true or false."))
        self._conditions += len(members)
        if self._conditions > MOST_CONDITIONS:
            raise ValidationError(
                _("A filter can have at most %(limit)d conditions.") % {"limit": MOST_CONDITIONS}
            )
        return match, members

    def _member(self, member: Any, depth: int) -> Q:
        if isinstance(member, dict) and "field" in member:
            return self._condition(member)
        return self._group(member, depth + 1)

    def _condition(self, condition: dict) -> Q:
        field, operator = self._field(condition["field"]), condition.get("operator")
        if operator not in operators_of(field.kind):
            raise ValidationError(
                _("“%(operator)s” cannot be used with “%(field)s”.")
                % {"field": field.label, "operator": _operator_name(operator)}
            )
        try:
            return self._asked(field, operator, condition)
        except ValidationError as error:
            raise ValidationError(f"{field.label}: {' '.join(error.messages)}") from error

    def _field(self, name: Any) -> SegmentField:
        field = self._fields.get(name) if isinstance(name, str) else None
        if field is None:
            raise ValidationError(_("There is no field “%(field)s”.") % {"field": name})
        if not field.may_be_asked_by(self._user):
            raise ValidationError(
                _("You do not have permission to filter by “%(field)s”. Remove it from the filter.")
                % {"field": field.label}
            )
        return field

    def _asked(self, field: SegmentField, operator: str, condition: dict) -> Q:
        scope = Scope(self._filter, _read_parameters(field, condition))
        positive = OPPOSITES.get(operator, operator)
        if field.kind == "formula":
            made = self._formula(condition, positive, scope)
        elif isinstance(condition.get("value"), dict):
            made = self._compared(field, operator, condition["value"], scope)
        else:
            value = read_value(field.kind, operator, condition.get("value"))
            if operator in RELATIVE:
                positive, value = on_the_calendar(operator, value, self._filter.today)
            made = field.condition(positive, value, scope)
        return _is_false(made) if operator in OPPOSITES else made

    def _formula(self, condition: dict, operator: str, scope: Scope) -> Q:
        """A formula on the left, a number or another formula on the right."""
        calculated, other = self._sums(condition.get("formula")), condition.get("value")
        if not isinstance(other, dict):
            value = read_value("formula", operator, other)
        elif operator in WITH_FIELD:
            value = self._sums(other.get("formula"))
        else:
            raise ValidationError(_("A formula can be compared with only one other formula."))
        return on_any(calculated)(operator, value, scope)

    def _compared(self, field: SegmentField, operator: str, other: dict, scope: Scope) -> Q:
        """A field compared with another one, or with a formula."""
        kind = COMPARABLE.get(field.kind)
        if kind is None or field.expressions is None or operator not in WITH_FIELD:
            raise ValidationError(_("It cannot be compared with another field."))
        is_formula = kind == "number" and "formula" in other
        others = self._sums(other["formula"]) if is_formula else self._other(other, kind)
        return on_any(field.expressions)(OPPOSITES.get(operator, operator), others, scope)

    def _other(self, reference: dict, kind: str) -> Expressions:
        other = self._field(reference.get("field"))
        if other.expressions is None or COMPARABLE.get(other.kind) != kind:
            raise ValidationError(
                _("It cannot be compared with “%(field)s”.") % {"field": other.label}
            )
        return other.expressions

    def _sums(self, formula: Any) -> Expressions:
        """What a formula makes, with the fields that it names."""

        def expressions(scope: Scope) -> list[Combinable]:
            def lookup(name: str) -> Combinable:
                return self._other({"field": name}, "number")(scope)[0]

            return [parse_formula(formula, lookup)]

        return expressions


def _read_parameters(field: SegmentField, condition: dict) -> dict[str, str]:
    """What narrows the field, each one of its choices."""
    found = {}
    for parameter in field.parameters:
        value = condition.get(parameter.name) or ""
        if value and not (isinstance(value, str) and parameter.choices.labelled([value])):
            raise ValidationError(
                _("There is no %(parameter)s “%(value)s”.")
                % {"parameter": str(parameter.label).lower(), "value": value}
            )
        found[parameter.name] = value
    return found


def _operator_name(operator: Any) -> Any:
    return OPERATORS.get(operator, operator) if isinstance(operator, str) else operator


def _is_false(condition: Q) -> Q:
    """The opposite, which holds as well where the condition is neither true nor false."""
    known = ExpressionWrapper(condition, output_field=BooleanField())
    return ~Q(Coalesce(known, Value(False)))
