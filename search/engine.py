"""Search and suggestions: one interface over Elasticsearch and PostgreSQL."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from console.site_day import site_day
from search.backends import choosing
from search.backends.plan import MAXIMUM_DEPTH, PRICE_SORTS, Answer, FacetCount, Plan
from search.registry import IndexDefinition, Interpretation, get_index
from search.text import SearchText, read_search

__all__ = [
    "PRICE_SORTS",
    "SORTS",
    "FacetCount",
    "SearchQuery",
    "SearchResult",
    "Suggestion",
    "search",
    "suggest",
]

# What a result can be ordered by; without a text "relevance" is the order by name.
SORTS = ("relevance", "name", "number", "newest", *PRICE_SORTS)
MAXIMUM_PAGE_SIZE = 200
# Longer values and more of them come from nobody's hand; no document has such a value.
_LONGEST_VALUE = 500
_MOST_VALUES = 500


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked for.

    `filters`: field -> values, any of which will do; `ranges`: field -> (lowest, highest), None is
    open. `facets`: fields to count. `allowed` restricts the result to a queryset of the records
    (what a customer may see); PostgreSQL then answers, in one statement with the permission.
    `amounts` is SQL of (key, amount) of the records that `{records}` in it, a query of keys, finds:
    an order by price goes by these instead of the index, again by PostgreSQL and in one statement.
    `interpret=False` takes every word as a word.
    """

    index: str
    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    facets: Sequence[str] = ()
    sort: str = "relevance"
    page: int = 1
    page_size: int = 24
    allowed: QuerySet | None = None
    amounts: str = ""
    interpret: bool = True


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of an answer.

    `ids` in order; `facets`: field -> counts, most frequent first, each facet counted as if its own
    selection were not made. `counted_at` tells when these and the `total` were counted where the
    index has changed since, which happens to large results; else it is None. `approximate` tells
    that only similar words were found. `too_deep` tells that the page lies beyond `last_page`, the
    deepest that is answered.
    """

    ids: list[int]
    total: int
    facets: dict[str, list[FacetCount]]
    backend: str
    interpretation: Interpretation
    page: int
    page_size: int
    milliseconds: int
    approximate: bool = False
    too_deep: bool = False
    counted_at: datetime | None = None

    @property
    def last_page(self) -> int:
        """The last page that can be asked for, at least 1."""
        reachable = min(self.total, MAXIMUM_DEPTH - MAXIMUM_DEPTH % self.page_size)
        return max(1, -(-reachable // self.page_size))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal while typing: `kind` and `object_id` say what it leads to."""

    kind: str
    object_id: int
    text: str
    detail: str = ""


def search(query: SearchQuery) -> SearchResult:
    """Answer a search by Elasticsearch, or by PostgreSQL where that is missing or silent.

    Words that nothing matches are tried again with spelling mistakes allowed, and a vehicle in the
    text that leaves nothing is tried again as plain words. LookupError for an unknown index.
    """
    started = time.perf_counter()
    page_size = max(1, min(query.page_size, MAXIMUM_PAGE_SIZE))
    page = max(1, query.page)
    too_deep = page * page_size > MAXIMUM_DEPTH
    interpretation, answer = _first_good_answer(query, page, page_size, too_deep)
    return SearchResult(
        ids=answer.ids,
        total=answer.total,
        facets=answer.facets,
        backend=answer.backend,
        interpretation=interpretation,
        page=page,
        page_size=page_size,
        milliseconds=round((time.perf_counter() - started) * 1000),
        approximate=answer.approximate,
        too_deep=too_deep,
        counted_at=answer.counted_at,
    )


def suggest(
    *, index: str, text: str, limit: int = 8, allowed: QuerySet | None = None
) -> list[Suggestion]:
    """Records whose number or name begins as the text does; [] below two characters.

    `allowed` restricts them as in a search.
    """
    definition = get_index(index)
    words = _read(definition, text)
    if words.is_empty or sum(len(piece) for word in words.words for piece in word.pieces) < 2:
        return []
    return [
        Suggestion(kind=index, object_id=pk, text=title, detail=label)
        for pk, title, label in choosing.suggest(
            definition, words, limit=max(1, min(limit, 50)), allowed=allowed
        )
    ]


def _first_good_answer(
    query: SearchQuery, page: int, page_size: int, too_deep: bool
) -> tuple[Interpretation, Answer]:
    """The strict answer, or the first of the more forgiving ones that found anything."""
    definition = get_index(query.index)
    as_typed = Interpretation(query.text)
    understood = (
        definition.interpret(query.text) if query.interpret and query.text.strip() else as_typed
    )
    plan = _plan(query, understood, page, page_size, too_deep)
    attempts: list[Callable[[], tuple[Interpretation, Plan]]] = [lambda: (understood, plan)]
    if plan.text.words:
        attempts.append(lambda: (understood, replace(plan, approximate=True)))
    if understood.recognised:
        attempts.append(lambda: (as_typed, _plan(query, as_typed, page, page_size, too_deep)))
    strict: tuple[Interpretation, Answer] | None = None
    for attempt in attempts:
        interpretation, attempted = attempt()
        answer = choosing.answer(definition, attempted)
        if answer.total:
            return interpretation, answer
        strict = strict or (interpretation, answer)
    return strict


def _read(definition: IndexDefinition, text: str) -> SearchText:
    """A text with the numbers that its index takes for the same."""
    read = read_search(text)
    if not read.number:
        return read
    return replace(read, other_spellings=definition.other_spellings(read.number))


def _plan(
    query: SearchQuery, understood: Interpretation, page: int, page_size: int, too_deep: bool
) -> Plan:
    """The query as the backends take it."""
    definition = get_index(query.index)
    text = _read(definition, understood.text) if understood.text.strip() else SearchText(words=())
    filters = {
        name: tuple(value[:_LONGEST_VALUE] for value in values[:_MOST_VALUES])
        for name, values in query.filters.items()
        if values
    }
    return Plan(
        text=text,
        # Something was typed and nothing of it can be searched: that finds nothing, not everything.
        impossible=bool(understood.text.strip()) and text.is_empty,
        filters=filters,
        required={name: tuple(values) for name, values in understood.filters.items()},
        ranges=dict(query.ranges),
        facets=tuple(dict.fromkeys(query.facets)),
        sort=query.sort if query.sort in SORTS else "relevance",
        offset=0 if too_deep else (page - 1) * page_size,
        limit=0 if too_deep else page_size,
        today=site_day(),
        allowed=query.allowed,
        amounts=query.amounts if query.sort in PRICE_SORTS else "",
    )
