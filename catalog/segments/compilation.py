"""Compiles the filter of a segment to one SQL statement over products."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from catalog.models import Product, Segment
from catalog.querysets import ProductQuerySet

from .fields import SegmentField, segment_fields
from .operators import OPERATORS, OPPOSITES, operators_of, read_value

logger = logging.getLogger(__name__)

# The form shows a group in a group, and no more.
DEEPEST = 3
LONGEST = 200


def segment_products(segment_filter: dict) -> ProductQuerySet:
    """The products that match `segment_filter`, as a query that is not run yet.

    The filter is {"match": "all" | "any", "conditions": [condition or group, ...]} with conditions
    such as {"field": "values.thickness", "operator": "gte", "value": "12.7"}; an empty one matches
    every product. Raises ValidationError where it asks for a field or an operator that does not
    exist, or for a value that cannot be read.
    """
    return Product.objects.filter(_group(segment_filter or {}, segment_fields(), depth=1))


def products_of_segment(segment: Segment) -> ProductQuerySet:
    """The products of `segment`; none, and a line in the log, where its filter cannot be read.

    For pages: a filter that asks for an attribute which is no more shows nothing, not everything.
    """
    try:
        return segment_products(segment.filter)
    except ValidationError as error:
        logger.warning("Segment %s finds nothing: %s", segment.code, " ".join(error.messages))
        return Product.objects.none()


def check_filter(segment_filter: dict) -> None:
    """Raise ValidationError that says what is wrong with `segment_filter`, if something is."""
    segment_products(segment_filter)


def _group(group: Any, fields: dict[str, SegmentField], depth: int) -> Q:
    if not isinstance(group, dict) or not isinstance(group.get("conditions", []), list):
        raise ValidationError(_("A filter is a group with a list of conditions."))
    if depth > DEEPEST:
        raise ValidationError(_("Groups may not stand deeper than a group in a group."))
    match, members = group.get("match", "all"), group.get("conditions", [])
    if match not in ("all", "any"):
        raise ValidationError(_("A group matches all or any, not “%(match)s”.") % {"match": match})
    if len(members) > LONGEST:
        raise ValidationError(_("A group may have %(limit)d conditions.") % {"limit": LONGEST})
    result = Q()
    for member in members:
        made = _member(member, fields, depth)
        result = result & made if match == "all" else result | made
    return result


def _member(member: Any, fields: dict[str, SegmentField], depth: int) -> Q:
    if isinstance(member, dict) and "field" in member:
        return _condition(member, fields)
    return _group(member, fields, depth + 1)


def _condition(condition: dict, fields: dict[str, SegmentField]) -> Q:
    name, operator = condition["field"], condition.get("operator")
    field = fields.get(name) if isinstance(name, str) else None
    if field is None:
        raise ValidationError(_("There is no field “%(field)s”.") % {"field": name})
    if operator not in operators_of(field.kind):
        raise ValidationError(
            _("“%(field)s” cannot be asked with “%(operator)s”.")
            % {"field": field.label, "operator": OPERATORS.get(operator, operator)}
        )
    try:
        value = read_value(field.kind, operator, condition.get("value"))
    except ValidationError as error:
        raise ValidationError(f"{field.label}: {error.message}") from error
    if operator in OPPOSITES:
        return _is_false(field.condition(OPPOSITES[operator], value))
    return field.condition(operator, value)


def _is_false(condition: Q) -> Q:
    """The opposite, which holds as well where the condition is neither true nor false."""
    known = ExpressionWrapper(condition, output_field=BooleanField())
    return ~Q(Coalesce(known, Value(False)))
