"""The product list: one search, its cards, and the ways to narrow it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import Customer
from catalog.attribute_types.addresses import ValueAddress
from catalog.attribute_types.base import Facet as FacetKind
from catalog.attribute_types.registry import attribute_type
from catalog.fitment.queries.vehicles import Vehicle, vehicle_of_keys
from catalog.fitment.search_tokens import vehicle_tokens
from catalog.pricing.queries import amounts_for_search
from catalog.schema.queries.labels import CatalogLabels, catalog_labels
from catalog.storefront.queries.cards import Card, product_cards
from catalog.storefront.queries.listing_request import (
    ATTRIBUTE_PREFIX,
    HIGHEST,
    LOWEST,
    ListingRequest,
    Range,
)
from catalog.terms.queries import assortment_of, visible_products
from console.numbers import read_number
from search import engine
from search.engine import PRICE_SORTS, FacetCount, SearchQuery, SearchResult

PAGE_SIZE = 24
MOST_FACETS = 24
SHOWN_OPTIONS = 8
MOST_OPTIONS = 60


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One answer of a facet; `key` is unique on the page."""

    key: str
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the list; `more` are the options that are folded away at first.

    `bounds` are the inputs of a range: the end, its name, and what is chosen.
    """

    name: str
    label: str
    options: list[FacetOption]
    more: list[FacetOption]
    unit: str = ""
    bounds: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that narrows the list, and the address of the list without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A line of the category tree; `level` starts at 0."""

    label: str
    url: str
    count: int
    level: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the page navigation; without a `url` it is the current page or a gap."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the product list, ready for the template; `result` is what the search said."""

    request: ListingRequest
    result: SearchResult
    cards: list[Card]
    total: int
    first: int
    last: int
    last_page: int
    facets: list[Facet]
    tree: list[TreeRow]
    chips: list[Chip]
    pages: list[PageLink]
    previous_url: str
    next_url: str
    vehicle: Vehicle | None
    is_approximate: bool
    counted_at: datetime | None


def product_listing(request: ListingRequest, customer: Customer | None = None) -> Listing:
    """The page of products that `request` asks for, as `customer` may see it.

    One search and a number of queries that does not depend on the number of products.
    """
    words = catalog_labels()
    result = engine.search(_search_query(request, words, customer))
    base = reverse("catalog:list")
    vehicle = request.vehicle or _recognised_vehicle(result)
    first = (request.page - 1) * PAGE_SIZE + 1
    return Listing(
        request=request,
        result=result,
        cards=product_cards(result.ids, customer=customer, vehicle=vehicle),
        total=result.total,
        first=first,
        last=first + len(result.ids) - 1,
        last_page=result.last_page,
        facets=_facets(request, words, result),
        tree=_tree(request, words, result, base),
        chips=_chips(request, words, result, base),
        pages=_pages(request, result.last_page, base),
        previous_url=request.address(base, page=request.page - 1) if request.page > 1 else "",
        next_url=(
            request.address(base, page=request.page + 1) if request.page < result.last_page else ""
        ),
        vehicle=vehicle,
        is_approximate=result.approximate,
        counted_at=result.counted_at,
    )


def _search_query(
    request: ListingRequest, words: CatalogLabels, customer: Customer | None
) -> SearchQuery:
    filters: dict[str, Sequence[str]] = {
        str(ValueAddress(code)): values for code, values in request.values.items()
    }
    if request.category:
        filters["category"] = [str(request.category.id)]
    if request.brands:
        filters["brand"] = [str(brand.id) for brand in request.brands]
    if request.vehicle:
        vehicle = request.vehicle
        filters["vehicle"] = vehicle_tokens(
            make_id=vehicle.make_id, model_id=vehicle.model_id, year=vehicle.year
        )
    return SearchQuery(
        index="products",
        text=request.text,
        filters=filters,
        ranges={
            str(ValueAddress(code)): (chosen.lowest, chosen.highest)
            for code, chosen in request.ranges.items()
        },
        facets=["category", "brand", *_facet_fields(words)],
        sort=request.sort or "relevance",
        page=request.page,
        page_size=PAGE_SIZE,
        allowed=visible_products(customer) if assortment_of(customer) else None,
        amounts=amounts_for_search(customer) if request.sort in PRICE_SORTS else "",
        interpret=not request.as_words,
    )


def _facet_fields(words: CatalogLabels) -> list[str]:
    codes = [
        code
        for code, attribute in words.attributes.items()
        if attribute.is_facet and attribute_type(attribute.type).facet != FacetKind.NONE
    ]
    return [str(ValueAddress(code)) for code in codes[:MOST_FACETS]]


def _recognised_vehicle(result: SearchResult) -> Vehicle | None:
    """The vehicle that the search found in the text."""
    for recognised in result.interpretation.recognised:
        if recognised.kind == "vehicle":
            keys = recognised.values
            return vehicle_of_keys(keys.get("year"), keys.get("make"), keys.get("model"))
    return None


def _facets(request: ListingRequest, words: CatalogLabels, result: SearchResult) -> list[Facet]:
    """The facets that have a choice to offer: two answers, or one that is chosen."""
    chosen_brands = {str(brand.id) for brand in request.brands}
    names = {str(brand.id): brand for brand in words.brands.values()}
    brands = [
        FacetOption(
            key=f"brand-{row.value}",
            value=names[row.value].slug,
            label=names[row.value].name,
            count=row.count,
            is_chosen=row.value in chosen_brands,
        )
        for row in _with_chosen(result.facets.get("brand", []), chosen_brands)
        if row.value in names
    ]
    facets = [_facet("brand", gettext("Brand"), brands)]
    for field in _facet_fields(words):
        code = ValueAddress.parse(field).code
        facets.append(_attribute_facet(code, request, words, result.facets.get(field, [])))
    return [facet for facet in facets if _offers_a_choice(facet)]


def _attribute_facet(
    code: str, request: ListingRequest, words: CatalogLabels, rows: Sequence[FacetCount]
) -> Facet:
    attribute = words.attributes[code]
    chosen = set(request.values.get(code, ()))
    options = [
        FacetOption(
            key=f"{code}-{number}",
            value=row.value,
            label=option_label(words, code, row.value),
            count=row.count,
            is_chosen=row.value in chosen,
        )
        for number, row in enumerate(_with_chosen(rows, chosen))
    ]
    name = f"{ATTRIBUTE_PREFIX}{code}"
    if attribute_type(attribute.type).facet != FacetKind.RANGE:
        return _facet(name, attribute.label, options)
    facet = _facet(name, attribute.label, sorted(options, key=_amount))
    bounds = request.ranges.get(code, Range()).bounds
    ends = {LOWEST: gettext("From"), HIGHEST: gettext("To")}
    inputs = tuple((label, name + end, bounds.get(end, "")) for end, label in ends.items())
    return replace(
        facet, options=[], more=[*facet.options, *facet.more], unit=attribute.unit, bounds=inputs
    )


def _amount(option: FacetOption) -> Decimal:
    """Numbers stand in their order; an address may name what is none."""
    return Decimal(read_number(option.value) or 0)


def option_label(words: CatalogLabels, code: str, value: str) -> str:
    """The label of a facet's value."""
    attribute = words.attributes[code]
    return attribute_type(attribute.type).facet_label(attribute, value)


def _with_chosen(rows: Sequence[FacetCount], chosen: set[str]) -> list[FacetCount]:
    """The counts, and a zero for each chosen value that nothing has any more."""
    missing = chosen - {row.value for row in rows}
    return [*rows[:MOST_OPTIONS], *(FacetCount(value, 0) for value in sorted(missing))]


def _facet(name: str, label: str, options: list[FacetOption]) -> Facet:
    ordered = sorted(options, key=lambda option: not option.is_chosen)
    return Facet(name, label, ordered[:SHOWN_OPTIONS], ordered[SHOWN_OPTIONS:])


def _offers_a_choice(facet: Facet) -> bool:
    options = [*facet.options, *facet.more]
    is_chosen = any(option.is_chosen for option in options)
    return len(options) > 1 or is_chosen or any(chosen for _end, _name, chosen in facet.bounds)


def _tree(
    request: ListingRequest, words: CatalogLabels, result: SearchResult, base: str
) -> list[TreeRow]:
    """The roots, and the open branch down to the children of the current category."""
    counts = {row.value: row.count for row in result.facets.get("category", [])}
    current = request.category
    trail = [*words.ancestors(current), current] if current else []
    open_paths = {category.path for category in trail}
    rows: list[TreeRow] = []

    def add(parent_path: str, level: int) -> None:
        for category in words.children.get(parent_path, []):
            count = counts.get(str(category.id), 0)
            is_open = category.path in open_paths
            if count or is_open:
                url = replace(request, category=category, page=1).address(base)
                rows.append(TreeRow(category.name, url, count, level, category == current))
            if is_open:
                add(category.path, level + 1)

    add("", 0)
    return rows


def _chips(
    request: ListingRequest, words: CatalogLabels, result: SearchResult, base: str
) -> list[Chip]:
    request = replace(request, page=1)
    chips: list[Chip] = []
    if request.text:
        url = replace(request, text="", as_words=False).address(base)
        chips.append(Chip(gettext("Search"), request.text, url))
    for recognised in result.interpretation.recognised:
        url = replace(request, as_words=True).address(base)
        chips.append(Chip(gettext("Vehicle"), recognised.label, url))
    if request.vehicle:
        url = replace(request, vehicle=None).address(base)
        chips.append(Chip(gettext("Vehicle"), str(request.vehicle), url))
    for brand in request.brands:
        chips.append(Chip(gettext("Brand"), brand.name, request.without_brand(brand).address(base)))
    for code, values in request.values.items():
        for value in values:
            url = request.without_value(code, value).address(base)
            label = words.attributes[code].label
            chips.append(Chip(label, option_label(words, code, value), url))
    for code, chosen in request.ranges.items():
        attribute = words.attributes[code]
        url = request.without_range(code).address(base)
        chips.append(Chip(attribute.label, _range_shown(chosen, attribute.unit), url))
    return chips


def _range_shown(chosen: Range, unit: str) -> str:
    """The range in words, with the unit behind it."""
    bounds = chosen.bounds
    if len(bounds) == 2:
        shown = f"{bounds[LOWEST]} – {bounds[HIGHEST]}"
    elif LOWEST in bounds:
        shown = gettext("from %(lowest)s") % {"lowest": bounds[LOWEST]}
    else:
        shown = gettext("up to %(highest)s") % {"highest": bounds[HIGHEST]}
    return f"{shown} {unit}".strip()


def _pages(request: ListingRequest, last_page: int, base: str) -> list[PageLink]:
    """First, last and the pages around the current one, with gaps between."""
    if last_page <= 1:
        return []
    around = range(request.page - 2, request.page + 3)
    wanted = sorted({1, last_page, *(page for page in around if 1 <= page <= last_page)})
    links: list[PageLink] = []
    before = 0
    for page in wanted:
        if page > before + 1:
            links.append(PageLink("…", ""))
        if page == request.page:
            links.append(PageLink(str(page), "", is_current=True))
        else:
            links.append(PageLink(str(page), request.address(base, page=page)))
        before = page
    return links
