"""The fields of attributes: one each, at once when an editor adds the attribute."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

from catalog.attribute_types.addresses import ValueAddress
from catalog.attribute_types.base import Comparison, Refers
from catalog.attribute_types.registry import attribute_type
from catalog.products.models.product import Product
from catalog.schema.models.attribute import Attribute, AttributeOption
from catalog.schema.queries.conditions import any_of
from catalog.segments.choices import RowChoices
from catalog.segments.conditions import as_stored, listed, on_any
from catalog.segments.operators import compare
from catalog.segments.product_fields import product_choices
from catalog.segments.registry import (
    Condition,
    Expressions,
    Parameter,
    SegmentField,
    language_parameter,
)
from catalog.segments.relation_fields import channel_parameter
from catalog.segments.scope import Scope
from catalog.segments.stored_values import PARENT, StoredValue, comparable
from catalog.segments.table_fields import table_fields

# Above so many answers the index is asked less cheaply than each product once.
MOST_CONTAINED = 20


def attribute_fields() -> Iterator[SegmentField]:
    """The field "values.<code>" of every attribute."""
    attributes = Attribute.objects.select_related("group").order_by("label")
    for attribute in attributes.prefetch_related("columns"):
        if attribute_type(attribute.type).has_columns:
            yield from table_fields(attribute, _parameters(attribute))
        else:
            yield _field(attribute)


def _field(attribute: Attribute) -> SegmentField:
    stored = StoredValue(attribute)
    expressions = _expressions(stored)
    kind = attribute_type(attribute.type)
    return SegmentField(
        name=str(ValueAddress(attribute.code)),
        label=attribute.label,
        kind=kind.segment_kind,
        condition=_condition(stored, expressions),
        group=attribute.group.label,
        parameters=_parameters(attribute),
        choices=_choices(attribute),
        expressions=None if kind.holds_several else expressions,
        unit=attribute.unit if kind.has_units else "",
    )


def _parameters(attribute: Attribute) -> tuple[Parameter, ...]:
    language = (language_parameter(),) if attribute.is_localizable else ()
    return (*language, channel_parameter()) if attribute.is_per_channel else language


def _choices(attribute: Attribute) -> RowChoices | None:
    refers_to = attribute_type(attribute.type).refers_to
    if refers_to == Refers.OPTION:
        rows = AttributeOption.objects.filter(attribute=attribute).order_by("sort_order", "label")
        return RowChoices(rows.all, "code", "label")
    return product_choices() if refers_to == Refers.PRODUCT else None


def _expressions(stored: StoredValue) -> Expressions:
    def expressions(scope: Scope) -> list[Combinable]:
        return [
            comparable(stored.attribute, stored.text(scope, language))
            for language in stored.languages(scope)
        ]

    return expressions


def _condition(stored: StoredValue, expressions: Expressions) -> Condition:
    general = on_any(expressions)
    kind = attribute_type(stored.attribute.type)
    match kind.comparison:
        case Comparison.NUMBER | Comparison.MEASURE | Comparison.DAY:
            return partial(_by_order, stored, general)
        case Comparison.ANSWERS:
            return partial(_among_answers, stored)
        case Comparison.TEXT if kind.is_found_by_document:
            return partial(_by_index, stored, general)
        case _:
            return general


def _by_order(
    stored: StoredValue, general: Condition, operator: str, value: Any, scope: Scope
) -> Q:
    """Comparison by the index of a sortable attribute; with variants, which have no index of
    what they inherit, the own values and those of parents are asked each by themselves."""
    if attribute_type(stored.attribute.type).comparison == Comparison.DAY:
        value = as_stored(value)
    is_indexed = stored.attribute.is_sortable and stored.has_one_place(scope)
    if not is_indexed or not scope.filter.has_variants or operator == "not_empty":
        return general(operator, value, scope)
    own, inherited = [], []
    for language in stored.languages(scope):
        mine, theirs = (
            compare(comparable(stored.attribute, stored.own(language, owner)), operator, value)
            for owner in ("", PARENT)
        )
        own.append(mine)
        inherited.append(theirs)
    return _own_or_inherited(any_of(own), any_of(inherited) & stored.is_inherited())


def _by_index(
    stored: StoredValue, general: Condition, operator: str, value: Any, scope: Scope
) -> Q:
    """Equality by what the document contains, which an index answers; the rest by the text."""
    values = listed(operator, value)
    is_equality = operator in ("is", "in") and len(values) <= MOST_CONTAINED
    if not is_equality or not stored.has_one_place(scope):
        return general(operator, as_stored(value), scope)
    return _holds(stored, values, scope)


def _among_answers(stored: StoredValue, operator: str, value: Any, scope: Scope) -> Q:
    if operator == "not_empty":
        return on_any(_expressions(stored))(operator, value, scope)
    answers = listed(operator, value)
    if stored.has_one_place(scope):
        return _holds(stored, [[answer] for answer in answers], scope)
    text = _expressions(stored)
    # The answers of a channel are an array that stands as text; each is a quoted string in it.
    return any_of([on_any(text)("contains", f'"{answer}"', scope) for answer in answers])


def _holds(stored: StoredValue, values: list, scope: Scope) -> Q:
    """One of `values` stands in one of the languages: the product's own, else its parent's."""
    code = stored.attribute.code
    documents = [
        {code: {language: value} if language else value}
        for language in stored.languages(scope)
        for value in values
    ]
    own = any_of([Q(values__contains=document) for document in documents])
    if not scope.filter.has_variants:
        return own
    inherited = any_of([Q(parent__values__contains=document) for document in documents])
    return _own_or_inherited(own, inherited & stored.is_inherited())


def _own_or_inherited(own: Q, inherited: Q) -> Q:
    return Q(pk__in=_keys(own).union(_keys(inherited), all=True))


def _keys(condition: Q) -> QuerySet:
    """Half of a union, as an index answers each half; with OR between them it would not."""
    return Product.objects.filter(condition).order_by().values("pk")
