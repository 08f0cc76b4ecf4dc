"""The Elasticsearch backend."""

from . import circuit
from .answering import answer
from .connection import BACKEND, UNAVAILABLE, is_configured
from .schema import is_there, needs_rebuild, open_new_index, put_in_place
from .suggesting import suggest
from .writing import IndexingError, outdated_identifiers, remove_documents, write_documents

__all__ = [
    "BACKEND",
    "UNAVAILABLE",
    "IndexingError",
    "answer",
    "circuit",
    "is_configured",
    "is_there",
    "needs_rebuild",
    "open_new_index",
    "outdated_identifiers",
    "put_in_place",
    "remove_documents",
    "suggest",
    "write_documents",
]
