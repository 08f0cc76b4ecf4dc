"""Search in PostgreSQL: one statement for the page, one for the total and all facets."""

from typing import NamedTuple

from django.db import connection

from search.backends.plan import Answer, Plan
from search.registry import IndexDefinition

from .conditions import CONFIGURATION, matching
from .counting import count_facets
from .words import similar_words_query, words_query
from .writing import BACKEND, has_outdated_prices

# Up to so many matches are found first and ordered then. Left to itself the planner walks the index
# of the order in the hope of meeting them soon, which is right only where they are many.
_FOUND_FIRST = 30_000


class _Key(NamedTuple):
    """Something to order by."""

    sql: str
    direction: str = "ASC"
    parameters: tuple = ()


class _Amounts(NamedTuple):
    """SQL of the amounts of some records of `matching`, and the key of the order by them."""

    sql: str
    records: str
    key: str


_BY_NAME = _Key("title_key")
_ORDERS = {
    "name": _BY_NAME,
    "number": _Key("number_key"),
    "newest": _Key("newest", "DESC"),
    "price": _Key("price"),
    "-price": _Key("price", "DESC NULLS LAST"),
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
    counted = count_facets(definition, plan, words)
    total = counted.total
    return Answer(
        backend=BACKEND,
        ids=_page_of_ids(definition, plan, words, total) if total and plan.limit else [],
        total=total,
        facets=counted.facets,
        approximate=plan.approximate,
        counted_at=counted.counted_at,
    )


def _page_of_ids(definition: IndexDefinition, plan: Plan, words: str, total: int) -> list[int]:
    if amounts := _amounts(definition, plan):
        return _page_by_amounts(definition, plan, words, amounts)
    condition = matching(definition, plan, words)
    keys = [*_keys(plan, words), _Key("object_id")]
    columns = ", ".join(f"{key.sql} AS key_{place}" for place, key in enumerate(keys))
    order = ", ".join(f"key_{place} {key.direction}" for place, key in enumerate(keys))
    materialized = "MATERIALIZED" if total <= _FOUND_FIRST else "NOT MATERIALIZED"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH matching AS {materialized} (SELECT object_id, {columns}"  # noqa: S608 - conditions with parameters
            f" FROM search_searchdocument WHERE {condition.sql})"
            f" SELECT object_id FROM matching ORDER BY {order} LIMIT %s OFFSET %s",
            [
                *(parameter for key in keys for parameter in key.parameters),
                *condition.parameters,
                plan.limit,
                plan.offset,
            ],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _page_by_amounts(
    definition: IndexDefinition, plan: Plan, words: str, amounts: _Amounts
) -> list[int]:
    """In the order of amounts that stand in no index; records without one come last."""
    condition = matching(definition, plan, words)
    # The SQL has its values in it, and a percent sign of these is no parameter.
    priced = amounts.sql.replace("%", "%%").replace("{records}", amounts.records)
    direction = "DESC" if plan.sort == "-price" else "ASC"
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH matching AS MATERIALIZED"  # noqa: S608 - conditions with parameters
            " (SELECT object_id, price, price_until FROM search_searchdocument"
            f" WHERE {condition.sql}), priced (object_id, amount) AS ({priced})"
            " SELECT object_id FROM matching LEFT JOIN priced USING (object_id)"
            f" ORDER BY {amounts.key} {direction} NULLS LAST, object_id LIMIT %s OFFSET %s",
            [*condition.parameters, plan.limit, plan.offset],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _amounts(definition: IndexDefinition, plan: Plan) -> _Amounts | None:
    """What the order goes by instead of the index; None where the index says what holds."""
    if plan.amounts:
        return _Amounts(plan.amounts, records="SELECT object_id FROM matching", key="amount")
    if not plan.is_by_indexed_price or not has_outdated_prices(definition, plan.today):
        return None
    is_outdated = f"price_until < '{plan.today.isoformat()}'"
    return _Amounts(
        definition.amounts(),
        records=f"SELECT object_id FROM matching WHERE {is_outdated}",  # noqa: S608 - a date
        key=f"CASE WHEN {is_outdated} THEN amount ELSE price END",
    )


def _keys(plan: Plan, words: str) -> list[_Key]:
    """Relevance: the number, its other spellings, another maker's, a beginning, then the words."""
    if plan.sort != "relevance" or not words:
        return [_ORDERS.get(plan.sort, _BY_NAME)]
    rank = _Key(f"ts_rank(vector, to_tsquery('{CONFIGURATION}', %s))", "DESC", (words,))
    number = plan.text.number
    if not number:
        return [rank, _BY_NAME]
    return [
        _Key("numbers @> %s", "DESC", ([number],)),
        _Key("numbers && %s::text[]", "DESC", ([*plan.text.other_spellings],)),
        _Key("other_numbers @> %s", "DESC", ([number],)),
        _Key("starts_with(numbers[1], %s)", "DESC", (number,)),
        rank,
        _BY_NAME,
    ]
