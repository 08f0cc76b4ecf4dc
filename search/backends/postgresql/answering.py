"""Search in PostgreSQL: one statement for the page, one for the total and all facets."""

from django.db import connection

from search.backends.plan import Answer, Plan
from search.registry import IndexDefinition

from .conditions import CONFIGURATION, Statement, matching
from .counting import count_facets
from .words import similar_words_query, words_query
from .writing import BACKEND

_ORDERS = {
    "name": "title_key, object_id",
    "number": "number_key, object_id",
    "newest": "newest DESC, object_id",
    "price": "price, object_id",
    "-price": "price DESC NULLS LAST, object_id",
}


def answer(definition: IndexDefinition, plan: Plan) -> Answer:
    """Answer a plan with the same number of statements whatever it finds."""
    if plan.impossible:
        return Answer(backend=BACKEND)
    words = (
        similar_words_query(definition.name, plan.text)
        if plan.approximate
        else words_query(plan.text)
    )
    total, facets = count_facets(definition, plan, words)
    return Answer(
        backend=BACKEND,
        ids=_page_of_ids(definition, plan, words) if total and plan.limit else [],
        total=total,
        facets=facets,
        approximate=plan.approximate,
    )


def _page_of_ids(definition: IndexDefinition, plan: Plan, words: str) -> list[int]:
    condition = matching(definition, plan, words)
    order = _order(plan, words)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT object_id FROM search_searchdocument WHERE {condition.sql}"
            f" ORDER BY {order.sql} LIMIT %s OFFSET %s",
            [*condition.parameters, *order.parameters, plan.limit, plan.offset],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _order(plan: Plan, words: str) -> Statement:
    """Relevance: the exact number, another maker's, the beginning of a number, then the words."""
    if plan.sort != "relevance" or not words:
        return Statement(_ORDERS.get(plan.sort, _ORDERS["name"]))
    order = Statement("")
    if plan.text.number:
        order = Statement(
            "numbers @> %s DESC, other_numbers @> %s DESC, starts_with(numbers[1], %s) DESC, ",
            [[plan.text.number], [plan.text.number], plan.text.number],
        )
    return Statement(
        f"{order.sql}ts_rank(vector, to_tsquery('{CONFIGURATION}', %s)) DESC, {_ORDERS['name']}",
        [*order.parameters, words],
    )
