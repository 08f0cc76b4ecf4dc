"""Totals and facet counts, remembered while the index does not change.

What is remembered belongs to a condition, with all of its facets: "everything" counts the brands
of the whole catalog for the first page as well as for each page that has one brand chosen.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from search.backends.plan import MAXIMUM_DEPTH, MAXIMUM_FACET_VALUES, FacetCount, Plan
from search.models import SearchIndexState
from search.registry import IndexDefinition

from .conditions import Statement, matching

_REMEMBER_SECONDS = 600
# Counting takes the longer the more there is, and a large catalog is always being written to. From
# here on nobody can page to the last match, so an old total promises no page that is not there.
LARGE_TOTAL = MAXIMUM_DEPTH


@dataclass(slots=True)
class _Counts:
    """What fulfils a condition: how many, and how many of each value of each facet."""

    total: int = 0
    facets: dict[str, list[FacetCount]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class _Remembered:
    """Counts with the generation of the index, and the time, that they were made in."""

    counts: _Counts
    generation: int | None
    counted_at: datetime

    def is_of(self, generation: int | None) -> bool:
        """Whether the index is still as it was."""
        return self.generation == generation

    def is_good(self, generation: int | None) -> bool:
        """Whether it is still right, or a large one that may be old for a while."""
        age = timezone.now() - self.counted_at
        may_be_old = self.counts.total >= LARGE_TOTAL
        may_be_old &= age < timedelta(seconds=settings.LARGE_COUNTS_SECONDS)
        return self.is_of(generation) or may_be_old


@dataclass(frozen=True, slots=True)
class Counted:
    """The total and the counts by facet; since when they may be wrong, None where they are not."""

    total: int
    facets: dict[str, list[FacetCount]]
    counted_at: datetime | None


def count_facets(definition: IndexDefinition, plan: Plan, words: str) -> Counted:
    """Count in one statement, or in none where it was done before.

    The total and the facets without a selection are counted in all matches, each facet with a
    selection in what would match without it. Counts of large results may be up to
    LARGE_COUNTS_SECONDS old, and then say so.
    """
    selected = plan.selected_facets
    conditions = [matching(definition, plan, words, without=name) for name in ("", *selected)]
    generation = _generation(definition)
    known = _known_or_counted(generation, conditions, count_values=bool(plan.facets))
    whole, *others = (one.counts for one in known)
    by_name = dict(zip(selected, others, strict=True))
    outdated = [one for one in known if not one.is_of(generation)]
    return Counted(
        total=whole.total,
        facets={name: list(by_name.get(name, whole).facets.get(name, [])) for name in plan.facets},
        counted_at=min((one.counted_at for one in outdated), default=None),
    )


def _generation(definition: IndexDefinition) -> int | None:
    return (
        SearchIndexState.objects.filter(index=definition.name)
        .values_list("generation", flat=True)
        .first()
    )


def _known_or_counted(
    generation: int | None, conditions: list[Statement], *, count_values: bool
) -> list[_Remembered]:
    keys = [_cache_key(condition, count_values) for condition in conditions]
    known = {key: one for key, one in cache.get_many(keys).items() if one.is_good(generation)}
    missing = {
        key: condition for key, condition in zip(keys, conditions, strict=True) if key not in known
    }
    if missing:
        counted_at = timezone.now()
        counted = {
            key: _Remembered(counts, generation, counted_at)
            for key, counts in zip(
                missing, _count(list(missing.values()), count_values), strict=True
            )
        }
        cache.set_many(counted, _REMEMBER_SECONDS)
        known |= counted
    return [known[key] for key in keys]


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
        f"SELECT {part} AS part, '' AS name, '' AS value, count(*) AS records, 1 AS place"  # noqa: S608 - a condition with parameters
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
        ) AS ranked WHERE place <= {MAXIMUM_FACET_VALUES}"""  # noqa: S608 - a condition with parameters
    return Statement(sql, condition.parameters)


def _cache_key(condition: Statement, count_values: bool) -> str:
    described = repr((condition.sql, condition.parameters, count_values))
    return f"search:counted:{hashlib.sha256(described.encode(errors='replace')).hexdigest()}"
