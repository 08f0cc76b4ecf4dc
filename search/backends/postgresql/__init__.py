"""The PostgreSQL backend: full text, trigram-like spelling tolerance and arrays in one table."""

from .answering import answer
from .suggesting import suggest
from .writing import (
    BACKEND,
    outdated_identifiers,
    remove_documents,
    stale_identifiers,
    write_documents,
)

__all__ = [
    "BACKEND",
    "answer",
    "outdated_identifiers",
    "remove_documents",
    "stale_identifiers",
    "suggest",
    "write_documents",
]
