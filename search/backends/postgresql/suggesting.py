"""Suggestions while typing, from PostgreSQL."""

from django.db import connection
from django.db.models import QuerySet

from console.spelling import folded
from search.registry import IndexDefinition
from search.text import SearchText

from .conditions import CONFIGURATION, Statement, permitted

# A short beginning matches half of the catalog: looking at so many is enough to propose a few.
_LOOKED_AT = 200

_SUGGESTIONS = """
SELECT object_id, title, label FROM (
    SELECT object_id, title, label, title_key,
           starts_with(coalesce(numbers[1], ''), nullif(%s, '')) IS TRUE AS by_number,
           starts_with(title_key, %s) AS by_title
    FROM search_searchdocument
    WHERE index = %s AND vector @@ to_tsquery('{configuration}', %s) AND {permission}
    LIMIT {looked_at}
) AS candidates
ORDER BY by_number DESC, by_title DESC, title_key, object_id LIMIT %s
"""


def suggest(
    definition: IndexDefinition,
    text: SearchText,
    *,
    limit: int,
    allowed: QuerySet | None = None,
) -> list[tuple[int, str, str]]:
    """(key, title, label) of records whose number or words begin as the text does; one query."""
    pieces = [piece for word in text.words for piece in word.pieces]
    alternatives = [" & ".join(f"{piece}:*" for piece in pieces)] if pieces else []
    if text.number:
        alternatives.append(f"{folded(text.number)}:*")
        alternatives += map(folded, text.other_spellings)
    words = " | ".join(f"({alternative})" for alternative in alternatives)
    permission = Statement("true") if allowed is None else permitted(allowed)
    sql = _SUGGESTIONS.format(
        configuration=CONFIGURATION, permission=permission.sql, looked_at=_LOOKED_AT
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            [text.number, " ".join(pieces), definition.name, words, *permission.parameters, limit],
        )
        return cursor.fetchall()
