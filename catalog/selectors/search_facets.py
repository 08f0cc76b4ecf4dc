"""Facets with labels: from the attributes that editors marked, as they are now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.models import Attribute, Brand, Product
from catalog.search_values import FACET_PREFIX, FACET_TYPES
from search.engine import FacetCount


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value of a facet, and how many products have it."""

    value: str
    label: str
    count: int
    is_selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """Something to narrow a list by.

    `code` is "brand", "status" or an attribute's code, `type` an attribute's type; numbers and
    measures can be narrowed by range too.
    """

    code: str
    label: str
    type: str
    options: list[FacetOption]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FacetAttribute:
    """An attribute that is a facet; `options` are the labels by code, in their order."""

    code: str
    label: str
    type: str
    unit: str
    options: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its field in the index."""
        return FACET_PREFIX + self.code


def facet_attributes() -> list[FacetAttribute]:
    """The attributes that are facets, in the order of the form; two queries."""
    marked = Attribute.objects.filter(is_facet=True, type__in=FACET_TYPES)
    return [
        FacetAttribute(
            code=attribute.code,
            label=_label(attribute),
            type=attribute.type,
            unit=attribute.unit,
            options=_option_labels(attribute),
        )
        for attribute in marked.prefetch_related("options")
    ]


def label_facets(
    counts: Mapping[str, Sequence[FacetCount]],
    attributes: Iterable[FacetAttribute],
    selected: Mapping[str, Sequence[str]],
) -> list[Facet]:
    """Brand, life cycle and attribute facets that leave something to choose; one query."""
    statuses = {value: str(label) for value, label in Product.Status.choices}
    described = [
        FacetAttribute("brand", _("Brand"), Attribute.Type.CHOICE, "", _brand_names(counts)),
        FacetAttribute("status", _("Life cycle"), Attribute.Type.CHOICE, "", statuses),
    ]
    named = {"brand": described[0], "status": described[1]}
    named |= {attribute.name: attribute for attribute in attributes}
    return [
        Facet(
            code=attribute.code,
            label=attribute.label,
            type=attribute.type,
            unit=attribute.unit,
            options=_options(attribute, counts[name], selected.get(name, ())),
        )
        for name, attribute in named.items()
        if counts.get(name)
    ]


def _options(
    attribute: FacetAttribute, counts: Sequence[FacetCount], selected: Sequence[str]
) -> list[FacetOption]:
    """The counted values as people expect them: options as editors ordered them, numbers rising."""
    options = [
        FacetOption(value, attribute.options.get(value, value), count, value in selected)
        for value, count in counts
    ]
    if attribute.options:
        places = {code: place for place, code in enumerate(attribute.options)}
        return sorted(options, key=lambda option: places.get(option.value, len(places)))
    if attribute.type in (Attribute.Type.NUMBER, Attribute.Type.MEASURE):
        return sorted(options, key=lambda option: (_amount(option.value), option.value))
    return options


def _amount(value: str) -> Decimal:
    """The number that a value begins with; it may carry a foreign unit."""
    try:
        return Decimal(value.split(" ", 1)[0])
    except InvalidOperation:
        return Decimal(0)


def _brand_names(counts: Mapping[str, Sequence[FacetCount]]) -> dict[str, str]:
    brands = Brand.objects.filter(pk__in=[int(count.value) for count in counts.get("brand", [])])
    return {str(pk): name for pk, name in brands.order_by("name").values_list("pk", "name")}


def _option_labels(attribute: Attribute) -> dict[str, str]:
    if attribute.type == Attribute.Type.BOOLEAN:
        return {"true": _("Yes"), "false": _("No")}
    return {option.code: _label(option) for option in attribute.options.all()}


def _label(record) -> str:
    """The label of an attribute or option in the reader's language, or its own."""
    return str(record.labels.get(get_language() or "") or record.label)
