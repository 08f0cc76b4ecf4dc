"""What an address asks of the product list, read from untrusted parameters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict

from catalog.attribute_types.base import Facet
from catalog.attribute_types.registry import attribute_type
from catalog.attribute_types.units import plain_number
from catalog.fitment.queries.vehicles import Vehicle, find_vehicle
from catalog.schema.queries.labels import BrandLabel, CatalogLabels, CategoryLabel
from console.numbers import read_number
from console.spelling import trimmed
from search.engine import SORTS

ATTRIBUTE_PREFIX = "a."
# Behind the name of an attribute, of which a range is chosen.
LOWEST, HIGHEST = ".from", ".to"
LONGEST_TEXT = 200
MOST_VALUES = 50
PLAIN_PARAMETERS = ("q", "year", "make", "model", "sort", "page", "view", "words")


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers of an attribute, in its standard unit; None is open."""

    lowest: Decimal | None = None
    highest: Decimal | None = None

    @property
    def bounds(self) -> dict[str, str]:
        """The bounds that there are, by what stands behind the name of their parameter."""
        bounds = {LOWEST: self.lowest, HIGHEST: self.highest}
        return {end: plain_number(one) for end, one in bounds.items() if one is not None}


@dataclass(frozen=True, slots=True)
class ListingRequest:
    """A readable, checked request for a page of products.

    `values` holds the chosen options by attribute code, `ranges` the chosen numbers. `as_words`
    tells that a vehicle in the text shall not be recognised. `is_plain` tells that the address held
    nothing else: no unknown parameters and no values that had to be ignored.
    """

    text: str = ""
    category: CategoryLabel | None = None
    brands: tuple[BrandLabel, ...] = ()
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: dict[str, Range] = field(default_factory=dict)
    vehicle: Vehicle | None = None
    sort: str = ""
    page: int = 1
    as_words: bool = False
    is_plain: bool = True

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the category narrows the list."""
        return bool(self.text or self.brands or self.values or self.ranges or self.vehicle)

    @property
    def path(self) -> str:
        """The address without its parameters."""
        return self.category.url if self.category else ""

    def parameters(self) -> Iterator[tuple[str, str]]:
        """The parameters that name this list, without the page, in a fixed order."""
        if self.text:
            yield "q", self.text
        if self.as_words:
            yield "words", "1"
        if self.vehicle:
            yield from self.vehicle.parameters.items()
        for brand in self.brands:
            yield "brand", brand.slug
        for code, values in self.values.items():
            for value in values:
                yield f"{ATTRIBUTE_PREFIX}{code}", value
        for code, chosen in self.ranges.items():
            for end, bound in chosen.bounds.items():
                yield f"{ATTRIBUTE_PREFIX}{code}{end}", bound
        if self.sort:
            yield "sort", self.sort

    def address(self, base: str, *, page: int = 1) -> str:
        """The address of a page of this list; `base` stands for the list without a category."""
        pairs = [*self.parameters(), *([("page", str(page))] if page > 1 else [])]
        path = self.path or base
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def without_brand(self, brand: BrandLabel) -> "ListingRequest":
        """The same list with one chosen brand less."""
        return replace(self, brands=tuple(other for other in self.brands if other != brand))

    def without_value(self, code: str, value: str) -> "ListingRequest":
        """The same list with one chosen attribute value less."""
        kept = tuple(other for other in self.values[code] if other != value)
        values = {**self.values, code: kept}
        return replace(self, values={key: chosen for key, chosen in values.items() if chosen})

    def without_range(self, code: str) -> "ListingRequest":
        """The same list with all numbers of an attribute."""
        ranges = {key: chosen for key, chosen in self.ranges.items() if key != code}
        return replace(self, ranges=ranges)


def read_listing_request(
    parameters: QueryDict, words: CatalogLabels, category: CategoryLabel | None = None
) -> ListingRequest:
    """Read a list request; whatever makes no sense is ignored and noted in `is_plain`."""
    named = {name: parameters.get(name, "") for name in PLAIN_PARAMETERS}
    text = named["q"].replace("\x00", " ").strip()[:LONGEST_TEXT]
    brands = _known(words.brand_by_slug.get(slug) for slug in parameters.getlist("brand"))
    values = _values(parameters, words)
    vehicle = find_vehicle(named["year"], named["make"], named["model"])
    page = _page(named["page"])
    sort = named["sort"] if named["sort"] in SORTS else ""
    request = ListingRequest(
        text=text,
        category=category,
        brands=tuple(brands[:MOST_VALUES]),
        values=values,
        ranges=_ranges(parameters, words),
        vehicle=vehicle,
        sort=sort,
        page=page,
        as_words=named["words"] == "1",
    )
    return replace(request, is_plain=_says_no_more(parameters, request))


def _says_no_more(parameters: QueryDict, request: ListingRequest) -> bool:
    """Whether every given parameter is understood (an empty one of a form says nothing)."""
    understood = {*request.parameters(), ("page", str(request.page))}
    if request.vehicle:
        # Names compare without case.
        understood |= {(name, value.lower()) for name, value in request.vehicle.parameters.items()}
    given = [
        (name, value.strip())
        for name, values in parameters.lists()
        for value in values
        if value.strip() and name != "view"
    ]
    return all(pair in understood or (pair[0], pair[1].lower()) in understood for pair in given)


def _values(parameters: QueryDict, words: CatalogLabels) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for name, given in parameters.lists():
        code = name.removeprefix(ATTRIBUTE_PREFIX)
        attribute = words.attributes.get(code) if name != code else None
        if attribute is None or not attribute.is_facet:
            continue
        clean = (value.strip() for value in given if "\x00" not in value)
        chosen = tuple(dict.fromkeys(value[:LONGEST_TEXT] for value in clean if value))
        if chosen:
            values[code] = chosen[:MOST_VALUES]
    return values


def _ranges(parameters: QueryDict, words: CatalogLabels) -> dict[str, Range]:
    ranges: dict[str, Range] = {}
    for code, attribute in words.attributes.items():
        if attribute.is_facet and attribute_type(attribute.type).facet == Facet.RANGE:
            name = f"{ATTRIBUTE_PREFIX}{code}"
            lowest = _number(parameters.get(f"{name}{LOWEST}", ""))
            highest = _number(parameters.get(f"{name}{HIGHEST}", ""))
            if lowest is not None and highest is not None and lowest > highest:
                # Nothing would lie between them; what is meant is plain.
                lowest, highest = highest, lowest
            chosen = Range(lowest, highest)
            if chosen.bounds:
                ranges[code] = chosen
    return ranges


def _number(text: str) -> Decimal | None:
    number = read_number(trimmed(text))
    return None if number is None else Decimal(number)


def _known(found: Iterable[BrandLabel | None]) -> list[BrandLabel]:
    return list(dict.fromkeys(brand for brand in found if brand is not None))


def _page(text: str) -> int:
    """The page number; 0 for what is none, which no list has."""
    if not text:
        return 1
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
