"""Keeping the indexes: some records, or all of them again."""

from collections.abc import Iterator, Sequence
from itertools import islice
from types import ModuleType

from search.backends import elastic, postgresql
from search.registry import get_index

# So many documents are built and written at once: few queries, little memory.
BATCH = 1000
BACKENDS: dict[str, ModuleType] = {
    postgresql.BACKEND: postgresql,
    elastic.BACKEND: elastic,
}


def configured_backends() -> list[str]:
    """The backends that this installation keeps up to date."""
    return [postgresql.BACKEND, *([elastic.BACKEND] if elastic.is_configured() else [])]


def index_objects(*, index: str, object_ids: Sequence[int], backend: str) -> int:
    """Bring records up to date in one backend and take gone ones out; returns how many it wrote.

    Set-wise and idempotent. Raises what the backend raises while it is away.
    """
    definition = get_index(index)
    writer = BACKENDS[backend]
    wanted = sorted(set(object_ids))
    written = 0
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        documents = list(definition.documents(batch))
        writer.write_documents(definition, documents)
        gone = set(batch) - {document.object_id for document in documents}
        if gone:
            writer.remove_documents(definition, gone)
        written += len(documents)
    return written


def in_batches(identifiers: Iterator[int], size: int = BATCH) -> Iterator[list[int]]:
    """Lists of at most `size` keys."""
    while batch := list(islice(identifiers, size)):
        yield batch
