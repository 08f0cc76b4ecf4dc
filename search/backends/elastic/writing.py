"""Writing documents by the bulk interface."""

from collections.abc import Iterable, Sequence
from datetime import date

from search.backends.weights import weighted_words
from search.registry import Document, IndexDefinition
from search.text import sort_key

from .connection import alias, for_writing
from .querying import price_ended_before


class IndexingError(RuntimeError):
    """Elasticsearch refused a document; the message is its reason."""


def write_documents(
    definition: IndexDefinition, documents: Sequence[Document], *, into: str = ""
) -> None:
    """Insert or replace documents in the current index, or `into` one that is being built."""
    operations = []
    for document in documents:
        operations.append({"index": {"_id": str(document.object_id)}})
        operations.append(_source(document))
    _bulk(definition, operations, into)


def remove_documents(definition: IndexDefinition, object_ids: Iterable[int]) -> None:
    """Take records out of the index; those that are not in it do not matter."""
    _bulk(definition, [{"delete": {"_id": str(pk)}} for pk in object_ids], "")


def outdated_identifiers(
    definition: IndexDefinition, *, today: date, after: int, most: int
) -> list[int]:
    """Keys above `after`, rising, of records whose price was sure only until a day before."""
    answer = for_writing().search(
        index=alias(definition.name),
        query=price_ended_before(today),
        sort=[{"object_id": "asc"}],
        search_after=[after],
        size=most,
        source=False,
        track_total_hits=False,
        filter_path="hits.hits.sort",
    )
    return [hit["sort"][0] for hit in answer.body.get("hits", {}).get("hits", [])]


def _bulk(definition: IndexDefinition, operations: list[dict], into: str) -> None:
    """Send operations; the index must exist, none is made up by writing to it."""
    if not operations:
        return
    answer = for_writing().bulk(
        index=into or alias(definition.name),
        operations=operations,
        # Pages are kept once the index has caught up, so it must show by then what was written.
        refresh=not into,
        require_alias=not into,
        filter_path="errors,items.*.error,items.*.status",
    )
    if answer.body.get("errors"):
        raise IndexingError(_first_error(answer.body["items"]))


def _first_error(items: list[dict]) -> str:
    errors = [result["error"] for item in items for result in item.values() if "error" in result]
    return str(errors[0])[:500] if errors else "unknown"


def _source(document: Document) -> dict:
    words = weighted_words(document)
    return {
        "object_id": document.object_id,
        "title": document.title,
        "label": document.label,
        "title_words": words.title,
        "keywords_words": words.keywords,
        "attributes_words": words.attributes,
        "description_words": words.description,
        "numbers": document.numbers,
        "other_numbers": document.other_numbers,
        "title_key": sort_key(document.title),
        "number_key": sort_key(document.number),
        "newest": document.newest,
        "price": None if document.price is None else float(document.price),
        "price_until": document.price_until and document.price_until.isoformat(),
        "facets": document.facets,
        "tokens": document.tokens,
        "measures": {name: [float(n) for n in ns] for name, ns in document.measures.items()},
    }
