"""Writing documents into the table, a batch in one statement."""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet

from search.backends.weights import WeightedWords, weighted_words
from search.models import SearchDocument
from search.registry import Document, IndexDefinition
from search.text import sort_key

from .conditions import CONFIGURATION, tokens

BACKEND = "postgresql"

_COLUMNS = [
    *("title", "label", "title_key", "number_key", "newest", "price", "price_until", "vector"),
    *("numbers", "other_numbers", "facets", "tokens", "measures"),
]
_ALL = ", ".join(_COLUMNS)
_WRITTEN = ", ".join(f"search_searchdocument.{name}" for name in _COLUMNS)
_WANTED = ", ".join(f"excluded.{name}" for name in _COLUMNS)
# What is the same already is not written: its entries in the indexes are dear.
_WRITE = f"""
INSERT INTO search_searchdocument (index, object_id, {_ALL})
SELECT %s, object_id, title, label, title_key, number_key, newest, price, price_until,
       setweight(to_tsvector('{CONFIGURATION}', words[1]), 'A')
       || setweight(to_tsvector('{CONFIGURATION}', words[2]), 'B')
       || setweight(to_tsvector('{CONFIGURATION}', words[3]), 'C')
       || setweight(to_tsvector('{CONFIGURATION}', words[4]), 'D'),
       numbers, other_numbers, facets, tokens, measures
FROM jsonb_to_recordset(%s::jsonb) AS row(
    object_id bigint, title text, label text, title_key text, number_key text, newest bigint,
    price numeric, price_until date, words text[], numbers text[], other_numbers text[],
    facets text[], tokens text[], measures jsonb)
ORDER BY object_id
ON CONFLICT (index, object_id) DO UPDATE SET ({_ALL}) = ROW({_WANTED})
WHERE ({_WRITTEN}) IS DISTINCT FROM ({_WANTED})
"""  # noqa: S608 - constants only
_LEARN_WORDS = """
INSERT INTO search_searchword (index, word)
SELECT %s, word FROM unnest(%s::text[]) AS word ORDER BY word
ON CONFLICT (index, word) DO NOTHING
"""
_NEXT_GENERATION = """
INSERT INTO search_searchindexstate (index, generation, vocabulary)
VALUES (%s, extract(epoch FROM clock_timestamp()) * 1000000, 0)
ON CONFLICT (index) DO UPDATE SET generation = excluded.generation
"""


def write_documents(definition: IndexDefinition, documents: Sequence[Document]) -> None:
    """Insert or replace documents: three statements for any number of them."""
    if not documents:
        return
    texts = [weighted_words(document) for document in documents]
    rows = [_row(document, words) for document, words in zip(documents, texts, strict=True)]
    known_words = {
        word for words in texts for text in words for word in text.split() if _can_be_misspelt(word)
    }
    with transaction.atomic(), connection.cursor() as cursor:
        # First, because it lets the writers of an index pass one after the other.
        cursor.execute(_NEXT_GENERATION, [definition.name])
        cursor.execute(_WRITE, [definition.name, json.dumps(rows)])
        cursor.execute(_LEARN_WORDS, [definition.name, list(known_words)])


def remove_documents(definition: IndexDefinition, object_ids: Iterable[int]) -> None:
    """Take records out of the index; those that are not in it do not matter."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_NEXT_GENERATION, [definition.name])
        SearchDocument.objects.filter(
            index=definition.name, object_id__in=list(object_ids)
        ).delete()


def stale_identifiers(
    definition: IndexDefinition, after: int, until: int | None, present: Iterable[int]
) -> list[int]:
    """Keys in the index with `after` < key <= `until` that are not among `present`."""
    documents = SearchDocument.objects.filter(index=definition.name, object_id__gt=after)
    if until is not None:
        documents = documents.filter(object_id__lte=until)
    return list(documents.exclude(object_id__in=list(present)).values_list("object_id", flat=True))


def outdated_identifiers(
    definition: IndexDefinition, *, today: date, after: int, most: int
) -> list[int]:
    """Keys above `after`, rising, of records whose price was sure only until a day before."""
    outdated = _outdated(definition, today).filter(object_id__gt=after).order_by("object_id")
    return list(outdated.values_list("object_id", flat=True)[:most])


def has_outdated_prices(definition: IndexDefinition, today: date) -> bool:
    """Whether there is such a record; looks at the days alone, whatever the size of the index."""
    return _outdated(definition, today).exists()


def _outdated(definition: IndexDefinition, today: date) -> QuerySet[SearchDocument]:
    return SearchDocument.objects.filter(index=definition.name, price_until__lt=today)


def _row(document: Document, words: WeightedWords) -> dict:
    return {
        "object_id": document.object_id,
        "title": document.title,
        "label": document.label,
        "title_key": sort_key(document.title),
        "number_key": sort_key(document.number),
        "newest": document.newest,
        "price": None if document.price is None else str(document.price),
        "price_until": document.price_until and document.price_until.isoformat(),
        "words": words,
        "numbers": document.numbers,
        "other_numbers": document.other_numbers,
        "facets": _all_tokens(document.facets),
        "tokens": _all_tokens(document.tokens),
        "measures": {name: [float(n) for n in ns] for name, ns in document.measures.items()},
    }


def _all_tokens(fields) -> list[str]:
    return [token for name, values in fields.items() for token in tokens(name, values)]


def _can_be_misspelt(word: str) -> bool:
    return 3 <= len(word) <= 40 and word.isalpha()
