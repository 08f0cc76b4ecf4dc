"""What the subjects add to the search document of a product, and whose changes reach it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

# The columns of a product that every part may read, fetched once for all of them. `values` are
# those that hold on this site: its channel's before the common ones, and what a variant inherits.
ROW_COLUMNS = (
    "id",
    "name",
    "part_number",
    "normalized_part_number",
    "sku",
    "gtin",
    "description",
    "status",
    "brand_id",
    "brand__name",
    "category_id",
    "family__code",
    "family__label",
    "family__labels",
    "values",
    "channel_values",
    "parent_id",
    "created_at",
    "first_published_at",
)

Row = Mapping[str, Any]


# Not frozen: that would cost as much again as making one, and every product has several.
@dataclass(slots=True, kw_only=True)
class SearchContent:
    """What the document of one product gets; see `search.registry.Document` for each of them."""

    keywords: Sequence[str] = ()
    attributes: Sequence[str] = ()
    numbers: Sequence[str] = ()
    other_numbers: Sequence[str] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tokens: Mapping[str, Sequence[str]] = field(default_factory=dict)
    measures: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)
    price: Decimal | None = None
    price_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPart:
    """What a subject adds to the search documents of products.

    `read` gives, for the `ROW_COLUMNS` of any products, what the document of each gets, by its key;
    how many queries it makes does not depend on how many products there are. No two parts use one
    name in `facets`, `tokens` or `measures`, and one part alone gives prices. `token_fields` are
    the names that it uses in `tokens`.

    Changes of the product itself reach its document, and of those of its parts which say that they
    are indexed. `named_by` finds the products whose documents hold what other records say, by
    entity of the change log and keys of the records.
    """

    read: Callable[[Sequence[Row]], Mapping[int, SearchContent]]
    named_by: Mapping[str, Callable[[Sequence[int]], QuerySet]] = field(default_factory=dict)
    token_fields: frozenset[str] = frozenset()


_parts: list[SearchPart] = []


def register_search_part(part: SearchPart) -> None:
    """Add `part` to the document of every product; once, from `AppConfig.ready()`.

    The catalog tells the search engine of its index when all of its subjects are ready: a room
    above it would come too late.
    """
    if part not in _parts:
        _parts.append(part)


def search_parts() -> Sequence[SearchPart]:
    """Every part, in the order in which their words stand in the document."""
    return tuple(_parts)
