"""What the search engine takes from a product's attribute values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from catalog.attribute_types.addresses import ValueAddress
from catalog.attribute_types.base import AttributeType, Facet
from catalog.attribute_types.registry import attribute_type
from catalog.products.models.product import Product
from catalog.products.search_documents import Row, SearchContent, SearchPart
from catalog.products.stored_values import holds_any
from catalog.schema.models.attribute import Attribute
from catalog.schema.queries.site_channel import site_channel_code

Facets = dict[str, list[str]]
Measures = dict[str, list[Decimal]]


@dataclass(frozen=True, slots=True)
class _Searched:
    """An attribute with the words of its options in all languages."""

    code: str
    label: str
    type: str
    unit: str
    is_facet: bool
    is_searchable: bool
    is_localizable: bool
    options: dict[str, str]
    columns: tuple["_Searched", ...] = field(default=())
    # As the engine calls it: made once for all products.
    facet_name: str = ""

    @property
    def kind(self) -> AttributeType:
        """Its type."""
        return attribute_type(self.type)


class AttributeReader:
    """Reads `values` by the attributes as they are now; two queries when it is made."""

    def __init__(self) -> None:
        used = Attribute.objects.filter(Q(is_facet=True) | Q(is_searchable=True)).order_by("pk")
        self._attributes = [_searched(one) for one in used.prefetch_related("options")]

    def read(self, values: Mapping) -> tuple[Facets, Measures, list[str]]:
        """(facet values, numbers for ranges, searchable texts) of one product."""
        facets: Facets = {}
        measures: Measures = {}
        texts: list[str] = []
        for attribute in self._attributes:
            if attribute.code not in values:
                continue
            value = values[attribute.code]
            if attribute.is_facet and attribute.kind.facet != Facet.NONE:
                _add_facet(attribute, value, facets, measures)
            if attribute.is_searchable:
                texts += _texts(attribute, value)
        return facets, measures, texts


def _searched(attribute: Attribute) -> _Searched:
    return _Searched(
        code=attribute.code,
        label=attribute.label,
        type=attribute.type,
        unit=attribute.unit,
        is_facet=attribute.is_facet,
        is_searchable=attribute.is_searchable,
        is_localizable=attribute.is_localizable,
        options={
            option.code: " ".join([option.label, *map(str, option.labels.values())])
            for option in attribute.options.all()
        },
        facet_name=str(ValueAddress(attribute.code)),
    )


def _add_facet(attribute: _Searched, value: Any, facets: Facets, measures: Measures) -> None:
    value = _in_default_language(attribute, value)
    name = attribute.facet_name
    if value is None:
        return
    if answers := attribute.kind.facet_values(attribute, value):
        facets[name] = answers
    amount = attribute.kind.amount(attribute, value)
    if amount is not None:
        measures[name] = [amount]


def _texts(attribute: _Searched, value: Any) -> Iterator[str]:
    """The words of a value in all its languages."""
    by_language = isinstance(value, Mapping) and attribute.is_localizable
    for single in value.values() if by_language else [value]:
        yield from attribute.kind.words(attribute, single)


def _in_default_language(attribute: _Searched, value: Any) -> Any:
    if not (attribute.is_localizable and isinstance(value, Mapping)):
        return value
    return value.get(settings.LANGUAGE_CODE)


def read_attributes(rows: Sequence[Row]) -> dict[int, SearchContent]:
    """The facets, measures and texts of each product's values."""
    reader, contents = AttributeReader(), {}
    for row in rows:
        facets, measures, texts = reader.read(row["values"])
        contents[row["id"]] = SearchContent(attributes=texts, facets=facets, measures=measures)
    return contents


def _of_attributes(ids: Sequence[int]) -> QuerySet:
    codes = list(Attribute.objects.filter(pk__in=ids).values_list("code", flat=True))
    having = holds_any(codes)
    if site := site_channel_code():
        having |= _HAS_CHANNELS & holds_any(codes, site)
    return _with_variants(having)


def _of_channels(_ids: Sequence[int]) -> QuerySet:
    """Which channel is the site may have changed, or what its code is."""
    return _with_variants(_HAS_CHANNELS)


def _with_variants(condition: Q) -> QuerySet:
    holding = Product.objects.filter(condition)
    return Product.objects.filter(Q(pk__in=holding) | Q(parent__in=holding))


# Products have values of their own for a channel: few, which an index knows.
_HAS_CHANNELS = ~Q(channel_values={})

ATTRIBUTE_SEARCH = SearchPart(
    read=read_attributes,
    named_by={"catalog.attribute": _of_attributes, "catalog.channel": _of_channels},
)
