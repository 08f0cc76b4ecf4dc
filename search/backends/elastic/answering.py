"""Search in Elasticsearch: one round trip for the page, the total and all facets."""

from elasticsearch import ApiError
from elasticsearch.exceptions import HTTP_EXCEPTIONS

from search.backends.plan import Answer, FacetCount, Plan
from search.registry import IndexDefinition

from .connection import BACKEND, alias, for_searching
from .querying import outdated_prices, searches


def answer(definition: IndexDefinition, plan: Plan) -> Answer | None:
    """Answer a plan; None where that takes prices which have changed since they were indexed.

    Raises one of `UNAVAILABLE` when the node does not answer.
    """
    if plan.impossible:
        return Answer(backend=BACKEND)
    bodies = list(searches(definition, plan))
    if not plan.limit:
        bodies = bodies[1:]
    if plan.is_by_indexed_price:
        bodies.append(outdated_prices(plan.today))
    responses = _multi_search(definition, bodies)
    if plan.is_by_indexed_price and responses.pop()["hits"]["total"]["value"]:
        return None
    page = responses.pop(0) if plan.limit else {}
    counts = {}
    for response in responses:
        counts |= response.get("aggregations", {})
    return Answer(
        backend=BACKEND,
        ids=[hit["sort"][-1] for hit in page.get("hits", {}).get("hits", [])],
        total=responses[0]["hits"]["total"]["value"],
        facets={name: _facet(counts.get(name, {})) for name in plan.facets},
        approximate=plan.approximate,
    )


def _multi_search(definition: IndexDefinition, bodies: list[dict]) -> list[dict]:
    lines = [line for body in bodies for line in ({}, body)]
    # No `filter_path`: to filter the answer costs the node more than to write and read all of it.
    answer = for_searching().msearch(index=alias(definition.name), searches=lines)
    for response in answer.body["responses"]:
        if "error" in response:
            raise _error(answer.meta, response)
    return answer.body["responses"]


def _error(meta, response: dict) -> ApiError:
    """An error of one of the searches, as the client would have raised it alone."""
    kind = HTTP_EXCEPTIONS.get(response["status"], ApiError)
    return kind(message=str(response["error"])[:500], meta=meta, body=response)


def _facet(aggregation: dict) -> list[FacetCount]:
    return [
        FacetCount(bucket["key"], bucket["doc_count"]) for bucket in aggregation.get("buckets", [])
    ]
