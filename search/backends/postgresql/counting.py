"""Totals and facet counts, remembered while the index does not change.

What is remembered belongs to a condition, with all of its facets: "everything" counts the brands
of the whole catalog for the first page as well as for each page that has one brand chosen.
"""

import hashlib
import time
from collections import defaultdict
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class _Counts:
    """What fulfils a condition: how many, and how many of each value of each facet."""

    total: int = 0
    facets: dict[str, list[FacetCount]] = field(default_factory=lambda: defaultdict(list))


def count_facets(
    definition: IndexDefinition, plan: Plan, words: str
) -> tuple[int, dict[str, list[FacetCount]]]:
    """(total, counts by facet): one statement that counts, or none where it did so before.

    The total and the facets without a selection are counted in all matches, each facet with a
    selection in what would match without it.
    """
    selected = plan.selected_facets
    conditions = [matching(definition, plan, words, without=name) for name in ("", *selected)]
    whole, *others = _known_or_counted(definition, conditions, count_values=bool(plan.facets))
    by_name = dict(zip(selected, others, strict=True))
    return whole.total, {
        name: list(by_name.get(name, whole).facets.get(name, [])) for name in plan.facets
    }


def _known_or_counted(
    definition: IndexDefinition, conditions: list[Statement], *, count_values: bool
) -> list[_Counts]:
    generation = (
        SearchIndexState.objects.filter(index=definition.name)
        .values_list("generation", flat=True)
        .first()
    )
    keys = [_cache_key(condition, count_values) for condition in conditions]
    known = {
        key: counts
        for key, (counts, *made) in cache.get_many(keys).items()
        if _is_good(generation, *made)
    }
    missing = {
        key: condition for key, condition in zip(keys, conditions, strict=True) if key not in known
    }
    if missing:
        started = time.time()
        counted = dict(zip(missing, _count(list(missing.values()), count_values), strict=True))
        made = (generation, started, time.time() - started)
        cache.set_many({key: (counts, *made) for key, counts in counted.items()}, _REMEMBER_SECONDS)
        known |= counted
    return [known[key] for key in keys]


def _is_good(generation: int | None, made_in: int | None, made_at: float, took: float) -> bool:
    """Whether counts are of the index as it is, or too dear to be made again so soon."""
    is_recent = took > _QUICK_SECONDS and time.time() - made_at < took * _STALENESS
    return made_in == generation or is_recent


def _count(conditions: list[Statement], count_values: bool) -> list[_Counts]:
    """Count for several conditions in one statement."""
    parts = [
        part(place, condition)
        for place, condition in enumerate(conditions)
        for part in ([_total, _values] if count_values else [_total])
    ]
    found = [_Counts() for _ in conditions]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"({part.sql})" for part in parts) + " ORDER BY part, name, place",
            [parameter for part in parts for parameter in part.parameters],
        )
        for part, name, value, records, _place in cursor.fetchall():
            if name:
                found[part].facets[name].append(FacetCount(value, records))
            else:
                found[part].total = records
    return found


def _total(part: int, condition: Statement) -> Statement:
    sql = (
        f"SELECT {part} AS part, '' AS name, '' AS value, count(*) AS records, 1 AS place"
        f" FROM search_searchdocument WHERE {condition.sql}"
    )
    return Statement(sql, condition.parameters)


def _values(part: int, condition: Statement) -> Statement:
    sql = f"""
        SELECT {part} AS part, name, value, records, place FROM (
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
            ) AS named
        ) AS ranked WHERE place <= {MAXIMUM_FACET_VALUES}"""
    return Statement(sql, condition.parameters)


def _cache_key(condition: Statement, count_values: bool) -> str:
    described = repr((condition.sql, condition.parameters, count_values))
    return f"search:counts:{hashlib.sha256(described.encode(errors='replace')).hexdigest()}"
