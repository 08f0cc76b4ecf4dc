"""The tsquery of a search, and the words that a misspelt one may have meant."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection

from console.spelling import folded
from search.text import SearchText, Word

# How many words a misspelt one is taken for, of how many near ones that are looked at.
_TAKEN_FOR = 5
_LOOKED_AT = 30
# Up to this length one letter may be wrong, or two may have changed places; beyond it any two.
_SHORT = 5

_NEAR_WORDS = """
SELECT typed.word, near.word, near.distance
FROM unnest(%s::text[]) AS typed(word)
CROSS JOIN LATERAL (
    SELECT known.word, levenshtein_less_equal(known.word, typed.word, 2) AS distance
    FROM search_searchword AS known
    WHERE known.index = %s
      AND length(known.word) BETWEEN length(typed.word) - 2 AND length(typed.word) + 2
      AND (left(known.word, 1) = left(typed.word, 1) OR similarity(known.word, typed.word) >= 0.5)
      AND levenshtein_less_equal(known.word, typed.word, 2) <= 2
    ORDER BY distance, known.word
    LIMIT %s
) AS near
ORDER BY near.distance, near.word
"""


def words_query(text: SearchText) -> str:
    """The tsquery of a text: all of its words, or a number that begins as the whole text does."""
    every_word = " & ".join(_group(word) for word in text.words)
    alternatives = [every_word] if every_word else []
    if text.number:
        alternatives.append(f"{folded(text.number)}:*")
        alternatives += map(folded, text.other_spellings)
    return " | ".join(f"({alternative})" for alternative in alternatives)


def similar_words_query(index: str, text: SearchText) -> str:
    """The same with every word replaced by those it may be a misspelling of."""
    typed = [piece for word in text.words for piece in word.pieces]
    near = _similar_words(index, typed)
    return " & ".join(f"({' | '.join([piece, *near.get(piece, [])])})" for piece in typed)


def _group(word: Word) -> str:
    pieces = " & ".join(word.pieces)
    return f"({word.joined} | ({pieces}))" if word.joined else f"({pieces})"


def _similar_words(index: str, typed: Sequence[str]) -> dict[str, list[str]]:
    """Known words that each typed one may have meant, nearest first; one query."""
    readable = [word for word in typed if word.isalpha() and len(word) >= 3]
    if not readable:
        return {}
    meant: dict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_NEAR_WORDS, [readable, index, _LOOKED_AT])
        for word, known, distance in cursor.fetchall():
            if _may_mean(word, known, distance) and len(meant[word]) < _TAKEN_FOR:
                meant[word].append(known)
    return meant


def _may_mean(typed: str, known: str, distance: int) -> bool:
    return distance <= 1 or len(typed) > _SHORT or sorted(typed) == sorted(known)
