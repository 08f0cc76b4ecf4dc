"""Totals and facet counts, remembered while the index does not change."""

import hashlib
import time
from collections import defaultdict

from django.core.cache import cache
from django.db import connection

from search.backends.plan import MAXIMUM_FACET_VALUES, FacetCount, Plan
from search.models import SearchIndexState
from search.registry import IndexDefinition

from .conditions import Statement, matching

_REMEMBER_SECONDS = 600
# Counts that took long may be this many times as old as they took, even when the index has moved
# on: at most a fiftieth of the time goes into counting. Quick ones are always exact.
_STALENESS = 50
_QUICK_SECONDS = 0.05

Counts = tuple[int, dict[str, list[FacetCount]]]


def count_facets(definition: IndexDefinition, plan: Plan, words: str) -> Counts:
    """(total, counts by facet): one statement that counts, or none where it did so before."""
    statement = _counting(definition, plan, words)
    generation = (
        SearchIndexState.objects.filter(index=definition.name)
        .values_list("generation", flat=True)
        .first()
    )
    key = _cache_key(statement)
    known = cache.get(key)
    if known is not None:
        counts, counted_generation, counted_at, took = known
        is_recent = took > _QUICK_SECONDS and time.time() - counted_at < took * _STALENESS
        if counted_generation == generation or is_recent:
            return counts
    started = time.time()
    counts = _count(statement, plan)
    entry = (counts, generation, started, time.time() - started)
    cache.set(key, entry, _REMEMBER_SECONDS)
    return counts


def _counting(definition: IndexDefinition, plan: Plan, words: str) -> Statement:
    """Total and facets without a selection from all matches, each selected facet from its own."""
    selected = plan.selected_facets
    whole = matching(definition, plan, words)
    parts = [
        Statement(
            "SELECT '' AS name, '' AS value, count(*) AS records, 1 AS place"
            f" FROM search_searchdocument WHERE {whole.sql}",
            whole.parameters,
        )
    ]
    unselected = [name for name in plan.facets if name not in selected]
    if unselected:
        parts.append(_facet_counts(whole, unselected))
    for name in selected:
        parts.append(_facet_counts(matching(definition, plan, words, without=name), [name]))
    return Statement(
        " UNION ALL ".join(f"({part.sql})" for part in parts),
        [parameter for part in parts for parameter in part.parameters],
    )


def _facet_counts(condition: Statement, names: list[str]) -> Statement:
    sql = f"""
        SELECT name, value, records, place FROM (
            SELECT name, value, records,
                   row_number() OVER (PARTITION BY name ORDER BY records DESC, value) AS place
            FROM (
                SELECT split_part(token, '=', 1) AS name,
                       substr(token, strpos(token, '=') + 1) AS value, records
                FROM (
                    SELECT token, count(*) AS records
                    FROM search_searchdocument, unnest(facets) AS token
                    WHERE {condition.sql} GROUP BY token
                ) AS counted
            ) AS named WHERE name = ANY(%s)
        ) AS ranked WHERE place <= {MAXIMUM_FACET_VALUES}"""
    return Statement(sql, [*condition.parameters, names])


def _count(statement: Statement, plan: Plan) -> Counts:
    facets: dict[str, list[tuple[int, FacetCount]]] = defaultdict(list)
    total = 0
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.parameters)
        for name, value, records, place in cursor.fetchall():
            if name:
                facets[name].append((place, FacetCount(value, records)))
            else:
                total = records
    return total, {name: [count for _, count in sorted(facets[name])] for name in plan.facets}


def _cache_key(statement: Statement) -> str:
    described = repr((statement.sql, statement.parameters)).encode(errors="replace")
    return f"search:counts:{hashlib.sha256(described).hexdigest()}"
