"""What the search document of a product has of the vehicles that it fits."""

from collections import defaultdict
from collections.abc import Sequence

from catalog.fitment.models.fitment import Fitment
from catalog.fitment.search_tokens import fitment_tokens
from catalog.products.search_documents import Row, SearchContent, SearchPart


def read_vehicles(rows: Sequence[Row]) -> dict[int, SearchContent]:
    """The tokens of the vehicles that each product fits."""
    tokens: dict[int, set[str]] = defaultdict(set)
    keys = [row["id"] for row in rows]
    fitments = Fitment.objects.filter(product_id__in=keys).order_by()
    for product_id, *vehicle in fitments.values_list(
        "product_id", "make_id", "model_id", "year_from", "year_to"
    ).distinct():
        tokens[product_id].update(fitment_tokens(*vehicle))
    return {key: SearchContent(tokens={"vehicle": sorted(tokens.get(key, ()))}) for key in keys}


VEHICLE_SEARCH = SearchPart(
    read=read_vehicles,
    token_fields=frozenset({"vehicle"}),
)
