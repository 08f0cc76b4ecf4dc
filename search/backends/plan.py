"""What a backend is asked and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from search.text import SearchText

# How deep anybody may page: neither engine can skip further at a bearable price.
MAXIMUM_DEPTH = 10_000
# The orders by price.
PRICE_SORTS = ("price", "-price")
# How many values of one facet are counted.
MAXIMUM_FACET_VALUES = 200


class FacetCount(NamedTuple):
    """A value of a facet and how many records have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A search, read and bounded.

    `required` are the filters that the text meant, `today` is the day that it is for the site.
    """

    text: SearchText
    filters: Mapping[str, tuple[str, ...]]
    required: Mapping[str, tuple[str, ...]]
    ranges: Mapping[str, tuple[Decimal | None, Decimal | None]]
    facets: tuple[str, ...]
    sort: str
    offset: int
    limit: int
    today: date
    allowed: QuerySet | None = None
    amounts: str = ""
    impossible: bool = False
    approximate: bool = False

    @property
    def is_for_one_person(self) -> bool:
        """Whether the answer depends on what no index holds: what somebody may see, and pays."""
        return self.allowed is not None or bool(self.amounts)

    @property
    def is_by_indexed_price(self) -> bool:
        """Whether records are ordered by the prices that the index has of them."""
        return self.sort in PRICE_SORTS and not self.amounts and self.limit > 0

    @property
    def selected_facets(self) -> tuple[str, ...]:
        """The facets that are counted and filtered by at once."""
        return tuple(name for name in self.facets if name in self.filters or name in self.ranges)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a backend found; when it counted, where the index has changed since."""

    backend: str
    ids: list[int] = field(default_factory=list)
    total: int = 0
    facets: dict[str, list[FacetCount]] = field(default_factory=dict)
    approximate: bool = False
    counted_at: datetime | None = None
