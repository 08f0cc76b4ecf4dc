"""The fields that a segment can ask for: columns, relations and every attribute there is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Case, DecimalField, F, Func, Q, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import NullIf, TruncDate
from django.db.models.lookups import IsNull, Regex
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalog.models import Attribute, Category, Product, ProductAsset

from .operators import any_of, compare
from .vehicles import fits_vehicle

VALUES = "values."
Condition = Callable[[str, Any], Q]


@dataclass(frozen=True)
class SegmentField:
    """A field of the filter language.

    `condition` makes the SQL condition of an operator that is no opposite, and a read value.
    """

    name: str
    label: str
    kind: str
    condition: Condition


class Numeric(Func):
    """Text as an exact number of any size; the caller makes sure that it is one."""

    template = "(%(expressions)s)::numeric"
    arity = 1
    output_field = DecimalField()


def segment_fields() -> dict[str, SegmentField]:
    """Every field by name; those of attributes are read from the database."""
    attributes = [_attribute_field(attribute) for attribute in Attribute.objects.order_by("label")]
    return {field.name: field for field in [*_columns(), *_relations(), *attributes]}


def _columns() -> list[SegmentField]:
    texts = ["part_number", "sku", "gtin", "name", "description"]
    return [
        *(_column(name, "text", _not_blank(F(name))) for name in texts),
        _column("status", "choice", F("status")),
        _column("live", "boolean", F("live")),
        _column("created_at", "date", TruncDate("created_at")),
        _column("updated_at", "date", TruncDate("updated_at")),
    ]


def _not_blank(text: Combinable) -> Combinable:
    """An empty text counts as none."""
    return NullIf(text, Value(""), output_field=TextField())


def _column(name: str, kind: str, expression: Combinable) -> SegmentField:
    label = capfirst(Product._meta.get_field(name).verbose_name)
    return SegmentField(name, label, kind, _on_any([expression]))


def _relations() -> list[SegmentField]:
    return [
        SegmentField("brand", _("Brand"), "choice", _on_any([F("brand__name")])),
        SegmentField("family", _("Family (code)"), "choice", _on_any([F("family__code")])),
        SegmentField("category", _("Category and below (code)"), "choice", _in_category),
        SegmentField("parent", _("Variant of (SKU)"), "choice", _on_any([F("parent__sku")])),
        SegmentField("fits", _("Fits vehicle"), "presence", _fits),
        SegmentField("asset_role", _("Has asset in role"), "presence", _has_asset),
    ]


def _on_any(expressions: list[Combinable]) -> Condition:
    """Conditions that hold when one of `expressions` does."""

    def condition(operator: str, value: Any) -> Q:
        if operator == "not_empty":
            return any_of([Q(IsNull(expression, False)) for expression in expressions])
        return any_of([compare(expression, operator, value) for expression in expressions])

    return condition


def _listed(operator: str, value: Any) -> list:
    return value if operator == "in" else [value]


def _in_category(operator: str, value: Any) -> Q:
    """In a category or below it, by the main or a further category."""
    if operator == "not_empty":
        return Q(category__isnull=False)
    chosen = Category.objects.filter(code__in=_listed(operator, value))
    below = any_of([Q(path__startswith=path) for path in chosen.values_list("path", flat=True)])
    inside = Category.objects.filter(below).order_by().values("pk")
    further = Product.additional_categories.through.objects.filter(category__in=inside)
    return Q(category__in=inside) | Q(pk__in=further.values("product_id"))


def _fits(operator: str, value: Any) -> Q:
    return any_of([fits_vehicle(vehicle) for vehicle in _listed(operator, value)])


def _has_asset(operator: str, value: Any) -> Q:
    links = ProductAsset.objects.filter(role__in=_listed(operator, value)).order_by()
    return Q(pk__in=links.values("product_id"))


def _attribute_field(attribute: Attribute) -> SegmentField:
    kind, condition = _ATTRIBUTE_KINDS.get(attribute.type, ("text", _on_any))
    if attribute.type == Attribute.Type.MULTIPLE_CHOICE:
        made = _among_answers(attribute.code)
    else:
        made = condition(_texts(attribute))
    return SegmentField(f"{VALUES}{attribute.code}", attribute.label, kind, made)


def _texts(attribute: Attribute) -> list[Combinable]:
    """The stored value as text: one expression, or one a language."""
    if attribute.is_localizable:
        stored = KeyTransform(attribute.code, "values")
        found = [KeyTextTransform(locale, stored) for locale, _name in settings.LANGUAGES]
    elif attribute.type == Attribute.Type.MEASURE:
        found = [KeyTextTransform("amount", KeyTransform(attribute.code, "values"))]
    else:
        found = [KeyTextTransform(attribute.code, "values")]
    return [_not_blank(text) for text in found]


def _only(text: Combinable, pattern: str, then: Combinable) -> Combinable:
    """`then` where the text matches; nothing where an import has left something else."""
    return Case(When(Q(Regex(text, pattern)), then=then))


def _numbers(texts: list[Combinable]) -> Condition:
    return _on_any([_only(text, r"^-?[0-9]+(\.[0-9]+)?$", Numeric(text)) for text in texts])


def _dates(texts: list[Combinable]) -> Condition:
    """ISO dates stand in the order of their text."""
    condition = _on_any([_only(text, r"^\d{4}-\d\d-\d\d$", text) for text in texts])
    return lambda operator, value: condition(operator, _as_text(value))


def _booleans(texts: list[Combinable]) -> Condition:
    condition = _on_any(texts)
    return lambda operator, value: condition(operator, _as_text(value))


def _as_text(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def _among_answers(code: str) -> Condition:
    def condition(operator: str, value: Any) -> Q:
        if operator == "not_empty":
            return Q(values__has_key=code)
        answers = _listed(operator, value)
        return any_of([Q(values__contains={code: [answer]}) for answer in answers])

    return condition


_ATTRIBUTE_KINDS: dict[str, tuple[str, Callable[[list[Combinable]], Condition]]] = {
    Attribute.Type.NUMBER: ("number", _numbers),
    Attribute.Type.MEASURE: ("number", _numbers),
    Attribute.Type.BOOLEAN: ("boolean", _booleans),
    Attribute.Type.DATE: ("date", _dates),
    Attribute.Type.CHOICE: ("choice", _on_any),
    Attribute.Type.MULTIPLE_CHOICE: ("choice", _on_any),
}
