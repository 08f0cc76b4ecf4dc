"""What the search engine takes from a product's attribute values."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.conf import settings
from django.db.models import Q, QuerySet

from catalog.attribute_types.units import amount_and_unit, plain_number, standard_amount
from catalog.products.models.product import Product
from catalog.products.search_documents import Row, SearchContent, SearchPart
from catalog.schema.models.attribute import Attribute

FACET_PREFIX = "values."
# A facet is chosen from a list; a longer text is no choice.
_LONGEST_CHOICE = 200
_NUMBERS = (Attribute.Type.NUMBER, Attribute.Type.MEASURE)
_CHOICES = (Attribute.Type.CHOICE, Attribute.Type.MULTIPLE_CHOICE)
FACET_TYPES = (
    *_NUMBERS,
    *_CHOICES,
    Attribute.Type.TEXT,
    Attribute.Type.BOOLEAN,
    Attribute.Type.DATE,
)

Facets = dict[str, list[str]]
Measures = dict[str, list[Decimal]]


class AttributeReader:
    """Reads `values` by the attributes as they are now; two queries when it is made."""

    def __init__(self) -> None:
        used = Attribute.objects.filter(Q(is_facet=True) | Q(is_searchable=True)).order_by("pk")
        self._attributes = list(used.prefetch_related("options"))
        self._options = {
            attribute.pk: {
                option.code: " ".join([option.label, *map(str, option.labels.values())])
                for option in attribute.options.all()
            }
            for attribute in self._attributes
        }

    def read(self, values: Mapping) -> tuple[Facets, Measures, list[str]]:
        """(facet values, numbers for ranges, searchable texts) of one product."""
        facets: Facets = {}
        measures: Measures = {}
        texts: list[str] = []
        for attribute in self._attributes:
            if attribute.code not in values:
                continue
            value = values[attribute.code]
            if attribute.is_facet and attribute.type in FACET_TYPES:
                self._add_facet(attribute, value, facets, measures)
            if attribute.is_searchable:
                texts += self._texts(attribute, value)
        return facets, measures, texts

    def _add_facet(self, attribute: Attribute, value, facets: Facets, measures: Measures) -> None:
        value = _in_default_language(attribute, value)
        name = FACET_PREFIX + attribute.code
        if attribute.type in _NUMBERS:
            amount, unit = amount_and_unit(value)
            converted = standard_amount(attribute.unit, value)
            if converted is not None:
                facets[name], measures[name] = [plain_number(converted)], [converted]
            elif amount is not None:
                facets[name] = [f"{plain_number(amount)} {unit}"]
            return
        choices = [choice for choice in map(_choice, _items(value)) if choice]
        if choices:
            facets[name] = list(dict.fromkeys(choices))

    def _texts(self, attribute: Attribute, value) -> Iterator[str]:
        """The words of a value: labels of options, all languages, amount and unit."""
        by_language = isinstance(value, Mapping) and attribute.is_localizable
        for single in value.values() if by_language else [value]:
            if attribute.type in _NUMBERS:
                amount, unit = amount_and_unit(single)
                if amount is not None:
                    yield f"{plain_number(amount)} {unit or attribute.unit}"
            elif attribute.type in _CHOICES:
                options = self._options[attribute.pk]
                yield from (options.get(str(code), str(code)) for code in _items(single))
            elif attribute.type == Attribute.Type.BOOLEAN:
                if single is True:
                    yield attribute.label
            elif attribute.type == Attribute.Type.TABLE:
                rows = [row for row in _items(single) if isinstance(row, Mapping)]
                yield from (str(cell) for row in rows for cell in row.values())
            else:
                yield from (str(item) for item in _items(single))


def _in_default_language(attribute: Attribute, value):
    if not (attribute.is_localizable and isinstance(value, Mapping)):
        return value
    return value.get(settings.LANGUAGE_CODE)


def _items(value) -> list:
    return value if isinstance(value, list) else [value]


def _choice(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value[:_LONGEST_CHOICE] if isinstance(value, str) else ""


def read_attributes(rows: Sequence[Row]) -> dict[int, SearchContent]:
    """The facets, measures and texts of each product's values."""
    reader, contents = AttributeReader(), {}
    for row in rows:
        facets, measures, texts = reader.read(row["values"])
        contents[row["id"]] = SearchContent(attributes=texts, facets=facets, measures=measures)
    return contents


def _of_attributes(ids: Sequence[int]) -> QuerySet:
    codes = list(Attribute.objects.filter(pk__in=ids).values_list("code", flat=True))
    holding = Product.objects.filter(values__has_any_keys=codes)
    return Product.objects.filter(Q(pk__in=holding) | Q(parent__in=holding))


ATTRIBUTE_SEARCH = SearchPart(read=read_attributes, named_by={"catalog.attribute": _of_attributes})
