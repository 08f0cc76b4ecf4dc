"""The fields of attributes: one each, at once when an editor adds the attribute."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from catalog.models import Attribute, AttributeOption, Product

from .choices import RowChoices
from .columns import product_choices
from .conditions import as_stored, iso_date, not_blank, number_in, on_any, standard_amount
from .operators import any_of
from .registry import Condition, Expressions, Parameter, SegmentField, language_parameter
from .relations import channel_parameter
from .scope import Scope
from .tables import table_fields

VALUES = "values."
Type = Attribute.Type

KINDS = {
    Type.NUMBER: "number",
    Type.MEASURE: "number",
    Type.BOOLEAN: "boolean",
    Type.DATE: "date",
    Type.CHOICE: "choice",
    Type.MULTIPLE_CHOICE: "choice",
}

# Above so many answers the index is asked less cheaply than each product once.
MOST_CONTAINED = 20


def attribute_fields() -> Iterator[SegmentField]:
    """The field "values.<code>" of every attribute."""
    attributes = Attribute.objects.select_related("group").order_by("label")
    for attribute in attributes.prefetch_related("columns"):
        if attribute.type == Type.TABLE:
            yield from table_fields(attribute)
        else:
            yield _field(attribute)


def _field(attribute: Attribute) -> SegmentField:
    stored = StoredValue(attribute)
    expressions = _expressions(stored)
    return SegmentField(
        name=f"{VALUES}{attribute.code}",
        label=attribute.label,
        kind=KINDS.get(attribute.type, "text"),
        condition=_condition(stored, expressions),
        group=attribute.group.label,
        parameters=_parameters(attribute),
        choices=_choices(attribute),
        expressions=None if attribute.type == Type.MULTIPLE_CHOICE else expressions,
        unit=attribute.unit if attribute.type == Type.MEASURE else "",
    )


def _parameters(attribute: Attribute) -> tuple[Parameter, ...]:
    language = (language_parameter(),) if attribute.is_localizable else ()
    return (*language, channel_parameter()) if attribute.is_per_channel else language


def _choices(attribute: Attribute) -> RowChoices | None:
    if attribute.type in (Type.CHOICE, Type.MULTIPLE_CHOICE):
        rows = AttributeOption.objects.filter(attribute=attribute).order_by("sort_order", "label")
        return RowChoices(rows.all, "code", "label")
    return product_choices() if attribute.type == Type.PRODUCT else None


@dataclass(frozen=True)
class StoredValue:
    """Where the value of an attribute stands: own before inherited, the channel's before all's."""

    attribute: Attribute

    def languages(self, scope: Scope) -> list[str | None]:
        """The languages that are asked: one, each, or none where a value has no language."""
        if not self.attribute.is_localizable:
            return [None]
        chosen = scope.parameter("language")
        return [chosen] if chosen else [code for code, _name in settings.LANGUAGES]

    def text(self, scope: Scope, language: str | None) -> Combinable:
        """The value that holds, as text; a measure with its unit."""
        found = [self._read(place, language) for place in self._places(scope)]
        return found[0] if len(found) == 1 else Coalesce(*found)

    def has_one_place(self, scope: Scope) -> bool:
        """Whether the value stands in `values` alone (of the product or of its parent)."""
        return not (self.attribute.is_per_channel and scope.parameter("channel"))

    def own(self, language: str | None) -> Combinable:
        """The product's own common value."""
        return self._read(F("values"), language)

    def _places(self, scope: Scope) -> list[Combinable]:
        places = []
        for owner in ["", "parent__"] if scope.filter.has_variants else [""]:
            if not self.has_one_place(scope):
                places.append(KeyTransform(scope.parameter("channel"), F(f"{owner}channel_values")))
            places.append(F(f"{owner}values"))
        return places

    def _read(self, place: Combinable, language: str | None) -> Combinable:
        key = self.attribute.code
        if language:
            place, key = KeyTransform(key, place), language
        if self.attribute.type == Type.MEASURE:
            return KeyTransform(key, place)
        return not_blank(KeyTextTransform(key, place))


def _expressions(stored: StoredValue) -> Expressions:
    convert = _CONVERSIONS.get(stored.attribute.type, lambda text: text)
    if stored.attribute.type == Type.MEASURE:
        convert = partial(standard_amount, stored.attribute.unit)

    def expressions(scope: Scope) -> list[Combinable]:
        return [convert(stored.text(scope, language)) for language in stored.languages(scope)]

    return expressions


def _without_markup(text: Combinable) -> Combinable:
    tags = Func(text, Value("<[^>]*>"), Value(""), Value("g"), function="regexp_replace")
    return not_blank(tags)


_CONVERSIONS: dict[str, Callable[[Combinable], Combinable]] = {
    Type.NUMBER: number_in,
    Type.DATE: iso_date,
    Type.RICH_TEXT: _without_markup,
}


def _condition(stored: StoredValue, expressions: Expressions) -> Condition:
    general = on_any(expressions)
    match stored.attribute.type:
        case Type.NUMBER | Type.MEASURE | Type.RICH_TEXT:
            return general
        case Type.DATE:
            return lambda operator, value, scope: general(operator, as_stored(value), scope)
        case Type.MULTIPLE_CHOICE:
            return partial(_among_answers, stored)
        case _:
            return partial(_by_index, stored, general)


def _by_index(
    stored: StoredValue, general: Condition, operator: str, value: Any, scope: Scope
) -> Q:
    """Equality by what the document contains, which an index answers; the rest by the text."""
    listed = value if operator == "in" else [value]
    is_equality = operator in ("is", "in") and len(listed) <= MOST_CONTAINED
    if not is_equality or not stored.has_one_place(scope):
        return general(operator, as_stored(value), scope)
    return _holds(stored, listed, scope)


def _among_answers(stored: StoredValue, operator: str, value: Any, scope: Scope) -> Q:
    if operator == "not_empty":
        return on_any(_expressions(stored))(operator, value, scope)
    answers = value if operator == "in" else [value]
    if stored.has_one_place(scope):
        return _holds(stored, [[answer] for answer in answers], scope)
    text = _expressions(stored)
    # The answers of a channel are an array that stands as text; each is a quoted string in it.
    return any_of([on_any(text)("contains", f'"{answer}"', scope) for answer in answers])


def _holds(stored: StoredValue, values: list, scope: Scope) -> Q:
    """One of `values` stands in one of the languages: the product's own, else its parent's."""
    code = stored.attribute.code
    documents = [
        (language, {code: {language: value} if language else value})
        for language in stored.languages(scope)
        for value in values
    ]
    own = any_of([Q(values__contains=document) for _language, document in documents])
    if not scope.filter.has_variants:
        return own
    inherited = [
        Q(parent__values__contains=document) & Q(IsNull(stored.own(language), True))
        for language, document in documents
    ]
    return Q(pk__in=_keys(own).union(_keys(any_of(inherited)), all=True))


def _keys(condition: Q) -> QuerySet:
    """Half of a union, as an index answers each half; with OR between them it would not."""
    return Product.objects.filter(condition).order_by().values("pk")
