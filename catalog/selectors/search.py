"""Finding products: the one way for the catalog's pages and whoever else searches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.models import Customer
from catalog.models import Brand, Category
from catalog.querysets import ProductQuerySet
from catalog.search_vehicles import vehicle_tokens
from catalog.selectors.search_facets import Facet, facet_attributes, label_facets
from catalog.selectors.visibility import assortment_of, visible_products
from search.engine import SearchQuery, SearchResult, Suggestion, search, suggest

# How many brands and categories are proposed beside products.
_NAMES_PROPOSED = 3


@dataclass(frozen=True, slots=True)
class VehicleChoice:
    """A vehicle that somebody picked, as far as they did. Keys of make and model, and a year."""

    make_id: int | None = None
    model_id: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """What products are looked for.

    `category_id` means the whole subtree. `attributes`: code -> values any of which will do;
    `ranges`: code of a number or measure -> (lowest, highest).
    """

    text: str = ""
    category_id: int | None = None
    brand_ids: Sequence[int] = ()
    statuses: Sequence[str] = ()
    families: Sequence[str] = ()
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    vehicle: VehicleChoice = VehicleChoice()
    interpret: bool = True


@dataclass(frozen=True, slots=True)
class ProductSearch:
    """One page of products (`result.ids`, in order) and the facets to narrow it by.

    `category_counts`: category -> products in its subtree. Load the products through
    `visible_products(customer)`: an index may be a second behind.
    """

    result: SearchResult
    facets: list[Facet]
    category_counts: dict[int, int]


def search_products(
    wanted: ProductFilter,
    *,
    customer: Customer | None = None,
    sort: str = "relevance",
    page: int = 1,
    page_size: int = 24,
) -> ProductSearch:
    """Published products that match, of the customer's assortment, with labelled facets.

    `sort` is one of `search.engine.SORTS`. The number of queries does not depend on what is found.
    """
    attributes = facet_attributes()
    facets = ["brand", "category", "status", *(attribute.name for attribute in attributes)]
    filters = _filters(wanted)
    result = search(
        SearchQuery(
            index="products",
            text=wanted.text,
            filters=filters,
            ranges={f"values.{code}": bounds for code, bounds in wanted.ranges.items()},
            facets=facets,
            sort=sort,
            page=page,
            page_size=page_size,
            allowed=_allowed(customer),
            interpret=wanted.interpret,
        )
    )
    return ProductSearch(
        result=result,
        facets=label_facets(result.facets, attributes, filters),
        category_counts={
            int(count.value): count.count for count in result.facets.get("category", [])
        },
    )


def suggest_products(
    text: str, *, customer: Customer | None = None, limit: int = 8
) -> list[Suggestion]:
    """Proposals while typing: brands and categories by name, products by number and name.

    `kind` is "brand", "category" or "products", `object_id` the key of it.
    """
    text = text.replace("\0", "").strip()[:100]
    if len(text) < 2:
        return []
    allowed = _allowed(customer)
    brands = Brand.objects.filter(name__istartswith=text)
    categories = Category.objects.filter(name__istartswith=text)
    if allowed is not None:
        brands = brands.filter(products__in=allowed).distinct()
        categories = categories.filter(products__in=allowed).distinct()
    return [
        *(Suggestion("brand", pk, name) for pk, name in _names(brands)),
        *(Suggestion("category", pk, name) for pk, name in _names(categories)),
        *suggest(index="products", text=text, limit=limit, allowed=allowed),
    ]


def _names(rows) -> list[tuple[int, str]]:
    return list(rows.order_by("name").values_list("pk", "name")[:_NAMES_PROPOSED])


def _allowed(customer: Customer | None) -> ProductQuerySet | None:
    """The products of a limited assortment; None lets the index alone decide."""
    return visible_products(customer) if assortment_of(customer) else None


def _filters(wanted: ProductFilter) -> dict[str, list[str]]:
    vehicle = wanted.vehicle
    filters = {
        "category": [wanted.category_id] if wanted.category_id else [],
        "brand": wanted.brand_ids,
        "status": wanted.statuses,
        "family": wanted.families,
        "vehicle": vehicle_tokens(
            make_id=vehicle.make_id, model_id=vehicle.model_id, year=vehicle.year
        ),
        **{f"values.{code}": values for code, values in wanted.attributes.items()},
    }
    return {name: [str(value) for value in values] for name, values in filters.items() if values}
