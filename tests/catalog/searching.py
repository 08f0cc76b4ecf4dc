"""Searches of products as tests write them."""

from catalog.fitment.search_tokens import vehicle_tokens
from catalog.models import Product
from search.engine import SearchQuery, SearchResult, search


def search_products(text: str = "", *, vehicle: dict | None = None, **query) -> SearchResult:
    """Search the index of products; `vehicle` has make_id, model_id and year as far as known."""
    filters = {name: [str(v) for v in values] for name, values in query.pop("filters", {}).items()}
    if vehicle:
        filters["vehicle"] = vehicle_tokens(**vehicle)
    return search(SearchQuery(index="products", text=text, filters=filters, **query))


def found(text: str = "", **query) -> list[str]:
    """The part numbers of the first page."""
    numbers = dict(Product.objects.values_list("pk", "part_number"))
    return [numbers[pk] for pk in search_products(text, **query).ids]


def counts(result: SearchResult, facet: str) -> dict[str, int]:
    """Value -> count of one facet."""
    return {row.value: row.count for row in result.facets[facet]}
