"""A search as Elasticsearch takes it: plain dictionaries, built once, sent as they are.

(The classes of `elasticsearch.dsl` describe the index; here they would copy every query several
times on its way.)
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from search.backends.plan import MAXIMUM_FACET_VALUES, Plan
from search.registry import IndexDefinition
from search.text import SearchText, Word

_ORDERS = {
    "name": [{"title_key": "asc"}],
    "number": [{"number_key": "asc"}],
    "newest": [{"newest": "desc"}],
    "price": [{"price": "asc"}],
    "-price": [{"price": "desc"}],
}
# Above any score of words, so that numbers come first: the record's own, the same in another
# spelling, other makers', beginnings.
_OWN_NUMBER, _OTHER_SPELLING, _OTHER_NUMBER = 60_000, 40_000, 20_000
_OWN_BEGINNING, _OTHER_BEGINNING = 10_000, 5_000


def searches(definition: IndexDefinition, plan: Plan) -> Iterator[dict]:
    """The bodies of one multi-search: the page, total and free facets, each selected facet.

    Those that only count have no hits, and so Elasticsearch keeps their answers until the index
    changes.
    """
    selected = plan.selected_facets
    yield {
        "size": plan.limit,
        "from": plan.offset,
        "query": _query(definition, plan),
        "sort": _sort(plan),
        "_source": False,
        "stored_fields": "_none_",
        "track_total_hits": False,
    }
    free = [name for name in plan.facets if name not in selected]
    yield _count(_query(definition, plan, scored=False), free, total=True)
    for name in selected:
        yield _count(_query(definition, plan, without=name, scored=False), [name], total=False)


def outdated_prices(today: date) -> dict:
    """The body of a search that says whether any price has changed since it was indexed."""
    query = price_ended_before(today)
    return {"size": 0, "query": query, "track_total_hits": 1, "terminate_after": 1}


def price_ended_before(day: date) -> dict:
    """The records whose price was sure only until a day before."""
    return {"range": {"price_until": {"lt": day.isoformat()}}}


def _count(query: dict, facets: list[str], *, total: bool) -> dict:
    aggregations = {
        name: {
            "terms": {
                "field": f"facets.{name}",
                "size": MAXIMUM_FACET_VALUES,
                "order": [{"_count": "desc"}, {"_key": "asc"}],
            }
        }
        for name in facets
    }
    return {"size": 0, "query": query, "track_total_hits": total, "aggs": aggregations}


def _query(
    definition: IndexDefinition, plan: Plan, *, without: str = "", scored: bool = True
) -> dict:
    text = _text(plan) if not plan.text.is_empty else None
    filters = list(_filters(definition, plan, without))
    if scored and text and plan.sort == "relevance":
        return {"bool": {"must": [text], "filter": filters}}
    return {"bool": {"filter": [*filters, text] if text else filters}}


def _filters(definition: IndexDefinition, plan: Plan, without: str) -> Iterator[dict]:
    chosen = [*plan.filters.items(), *plan.required.items()]
    for name, values in chosen:
        if name != without:
            kind = "tokens" if name in definition.token_fields else "facets"
            yield {"terms": {f"{kind}.{name}": list(values)}}
    for name, bounds in plan.ranges.items():
        if name != without:
            yield {"range": {f"measures.{name}": _bounds(*bounds)}}


def _bounds(lowest: Decimal | None, highest: Decimal | None) -> Mapping[str, float]:
    bounds = {"gte": lowest, "lte": highest}
    return {name: float(bound) for name, bound in bounds.items() if bound is not None}


def _sort(plan: Plan) -> list[dict]:
    if plan.sort == "relevance" and not plan.text.is_empty:
        return [{"_score": "desc"}, {"title_key": "asc"}, {"object_id": "asc"}]
    return [*_ORDERS.get(plan.sort, _ORDERS["name"]), {"object_id": "asc"}]


def _text(plan: Plan) -> dict:
    text = plan.text
    alternatives = []
    if text.words:
        alternatives.append(_similar_words(text) if plan.approximate else _all_words(text))
    if text.number and not plan.approximate:
        alternatives += _numbers(text)
    return {"bool": {"should": alternatives, "minimum_should_match": 1}}


def _all_words(text: SearchText) -> dict:
    """Every word somewhere; those in the title or the keywords weigh more."""
    typed = " ".join(piece for word in text.words for piece in word.pieces)
    return {
        "bool": {
            "must": [_word(word) for word in text.words],
            "should": [
                {"match": {"title_words": {"query": typed, "boost": 4}}},
                {"match": {"keywords_words": {"query": typed, "boost": 2}}},
            ],
        }
    }


def _word(word: Word) -> dict:
    pieces = {"match": {"words": {"query": " ".join(word.pieces), "operator": "and"}}}
    if not word.joined:
        return pieces
    return {"bool": {"should": [{"term": {"words": word.joined}}, pieces]}}


def _similar_words(text: SearchText) -> dict:
    """The same with a mistake or two in each word; numbers and codes stay as they are."""
    pieces = [piece for word in text.words for piece in word.pieces]
    return {"bool": {"must": [_similar_word(piece) for piece in pieces]}}


def _similar_word(piece: str) -> dict:
    match = {"query": piece}
    if piece.isalpha():
        match |= {"fuzziness": "AUTO", "prefix_length": 1, "max_expansions": 30}
    return {"match": {"words": match}}


def _numbers(text: SearchText) -> list[dict]:
    number = text.number
    spellings = {"terms": {"numbers": list(text.other_spellings)}}
    return [
        {"constant_score": {"filter": {"term": {"numbers": number}}, "boost": _OWN_NUMBER}},
        {"constant_score": {"filter": spellings, "boost": _OTHER_SPELLING}},
        {"constant_score": {"filter": {"term": {"other_numbers": number}}, "boost": _OTHER_NUMBER}},
        {"prefix": {"numbers": {"value": number, "boost": _OWN_BEGINNING}}},
        {"prefix": {"other_numbers": {"value": number, "boost": _OTHER_BEGINNING}}},
    ]
