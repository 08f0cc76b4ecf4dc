"""The index as Elasticsearch knows it: fields, analysis, and the alias of the current one."""

import time

from django.conf import settings
from elasticsearch import NotFoundError, dsl

from .connection import alias, for_searching, for_writing

# Raise it with every change of the fields below: followers then build the index anew.
VERSION = 3

# Texts come folded and split (search.text), so that only the endings of words are left to do.
_WORDS = dsl.analyzer(
    "solidus_words",
    tokenizer="whitespace",
    filter=[dsl.token_filter("solidus_stem", type="stemmer", language="porter2")],
)
_SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "mapping.total_fields.limit": 5000,
    "refresh_interval": "-1",
    # As a list without a text is sorted: its first page is read from the beginning of the index,
    # however many records there are.
    "index.sort.field": ["title_key", "object_id"],
}
_WORD_FIELDS = ("title", "keywords", "attributes", "description")


def is_there(index: str) -> bool:
    """Whether there is an index to search. Waits a second at most; raises without a node."""
    return bool(for_searching().indices.exists_alias(name=alias(index)))


def needs_rebuild(index: str) -> bool:
    """Whether the index is missing or of an older version. Raises while the node is away."""
    try:
        answer = for_writing().indices.get_mapping(
            index=alias(index), filter_path="*.mappings._meta.version"
        )
    except NotFoundError:
        return True
    versions = [found["mappings"]["_meta"]["version"] for found in answer.body.values()]
    return versions != [VERSION]


def open_new_index(index: str) -> str:
    """Create an empty index beside the current one and return its name.

    What earlier builds left unfinished is deleted; so only one may build at a time.
    """
    client = for_writing()
    current = _named_by_alias(index)
    for name in client.indices.get(index=f"{alias(index)}-*", expand_wildcards="open").body:
        if name not in current:
            client.indices.delete(index=name, ignore_unavailable=True)
    name = f"{alias(index)}-{time.time_ns()}"
    client.indices.create(
        index=name,
        settings=_SETTINGS | {"analysis": _WORDS.get_analysis_definition()},
        mappings=_mapping().to_dict(),
    )
    return name


def put_in_place(index: str, name: str) -> None:
    """Make a finished index the current one and delete the one before, in one step."""
    client = for_writing().options(request_timeout=600)
    client.indices.put_settings(index=name, settings={"refresh_interval": "1s"})
    client.indices.forcemerge(index=name, max_num_segments=1)
    client.indices.refresh(index=name)
    old = [{"remove_index": {"index": former}} for former in _named_by_alias(index)]
    client.indices.update_aliases(
        actions=[*old, {"add": {"index": name, "alias": alias(index), "is_write_index": True}}]
    )


def _named_by_alias(index: str) -> list[str]:
    try:
        return list(for_writing().indices.get_alias(name=alias(index)).body)
    except NotFoundError:
        return []


def _mapping() -> dsl.Mapping:
    mapping = dsl.Mapping()
    mapping.meta("dynamic", False)
    mapping.meta("_meta", {"version": VERSION, "made_by": settings.WAGTAIL_SITE_NAME})
    mapping.meta("dynamic_templates", _templates())
    mapping.field("object_id", dsl.Long())
    for name in _WORD_FIELDS:
        mapping.field(
            f"{name}_words",
            dsl.Text(analyzer=_WORDS, index_options="freqs", copy_to="words"),
        )
    mapping.field("words", dsl.Text(analyzer=_WORDS, index_options="freqs"))
    for name in ("numbers", "other_numbers", "title_key", "number_key"):
        mapping.field(name, dsl.Keyword())
    mapping.field("newest", dsl.Long())
    mapping.field("price", dsl.Double())
    mapping.field("price_until", dsl.Date(format="strict_date"))
    for name in ("facets", "tokens", "measures"):
        mapping.field(name, dsl.Object(dynamic=True))
    return mapping


def _templates() -> list[dict]:
    """Fields that come with the attributes of editors: counted, only filtered by, and numbers."""
    kinds = {
        "facets": ("string", {"type": "keyword", "ignore_above": 1024}),
        "tokens": ("string", {"type": "keyword", "doc_values": False}),
        "measures": (["long", "double"], {"type": "double"}),
    }
    return [
        {name: {"path_match": f"{name}.*", "match_mapping_type": source, "mapping": mapping}}
        for name, (source, mapping) in kinds.items()
    ]
