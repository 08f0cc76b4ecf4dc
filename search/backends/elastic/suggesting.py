"""Suggestions while typing, from Elasticsearch."""

from search.registry import IndexDefinition
from search.text import SearchText

from .connection import alias, for_searching

_TITLE, _NUMBER = 10, 100


def suggest(
    definition: IndexDefinition, text: SearchText, *, limit: int
) -> list[tuple[int, str, str]]:
    """(key, title, label) of records whose number or words begin as the text does."""
    pieces = [piece for word in text.words for piece in word.pieces]
    answer = for_searching().search(
        index=alias(definition.name),
        query=_query(pieces, text),
        sort=[{"_score": "desc"}, {"title_key": "asc"}, {"object_id": "asc"}],
        size=limit,
        source=["title", "label"],
        track_total_hits=False,
        filter_path="hits.hits._source,hits.hits.sort",
    )
    hits = answer.body.get("hits", {}).get("hits", [])
    return [(hit["sort"][-1], hit["_source"]["title"], hit["_source"]["label"]) for hit in hits]


def _query(pieces: list[str], text: SearchText) -> dict:
    alternatives: list[dict] = []
    if pieces:
        alternatives.append({"constant_score": {"filter": _beginnings(pieces)}})
        beginning = {"value": " ".join(pieces), "boost": _TITLE}
        alternatives.append({"prefix": {"title_key": beginning}})
    if text.number:
        alternatives.append({"prefix": {"numbers": {"value": text.number, "boost": _NUMBER}}})
        spellings = {"terms": {"numbers": list(text.other_spellings)}}
        alternatives.append({"constant_score": {"filter": spellings, "boost": _NUMBER}})
    return {"bool": {"should": alternatives, "minimum_should_match": 1}}


def _beginnings(pieces: list[str]) -> dict:
    """Each piece begins a word, or is one with another ending."""
    return {
        "bool": {
            "filter": [
                {
                    "bool": {
                        "should": [{"prefix": {"words": piece}}, {"match": {"words": piece}}],
                    }
                }
                for piece in pieces
            ]
        }
    }
