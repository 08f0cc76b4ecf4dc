"""Building an index anew, from the first record to the last."""

import zlib
from collections.abc import Callable

from console.postgresql.advisory_locks import AdvisoryLock, locked
from search.backends import elastic, postgresql
from search.registry import IndexDefinition, get_index

from .indexing import in_batches

Report = Callable[[int], None]


def rebuild_index(*, index: str, backend: str, report: Report = lambda done: None) -> int:
    """Index every record of `index` in one backend; returns how many documents it has then.

    Memory stays the same whatever the number of records. Searches go on meanwhile, and what
    changes meanwhile is indexed again afterwards.
    """
    definition = get_index(index)
    key = _lock_key(definition, backend)
    with locked(AdvisoryLock.SEARCH_REBUILD, key), definition.catching_up(backend):
        return _REBUILDS[backend](definition, report)


def rebuild_if_needed(*, index: str, backend: str) -> bool:
    """Rebuild an index that is missing or of an older version; returns whether it was."""
    if backend != elastic.BACKEND or not elastic.needs_rebuild(index):
        return False
    rebuild_index(index=index, backend=backend)
    return True


def _rebuild_postgresql(definition: IndexDefinition, report: Report) -> int:
    """Replace documents in place, batch by batch, and take out what lies between and is gone."""
    done, last = 0, 0
    for batch in in_batches(definition.identifiers()):
        documents = list(definition.documents(batch))
        postgresql.write_documents(definition, documents)
        present = [document.object_id for document in documents]
        stale = postgresql.stale_identifiers(definition, last, batch[-1], present)
        if stale:
            postgresql.remove_documents(definition, stale)
        last = batch[-1]
        done += len(documents)
        report(done)
    rest = postgresql.stale_identifiers(definition, last, None, [])
    if rest:
        postgresql.remove_documents(definition, rest)
    return done


def _rebuild_elasticsearch(definition: IndexDefinition, report: Report) -> int:
    """Fill a new index beside the current one, then let it take its place."""
    name = elastic.open_new_index(definition.name)
    done = 0
    for batch in in_batches(definition.identifiers()):
        documents = list(definition.documents(batch))
        elastic.write_documents(definition, documents, into=name)
        done += len(documents)
        report(done)
    elastic.put_in_place(definition.name, name)
    return done


def _lock_key(definition: IndexDefinition, backend: str) -> int:
    """Which index is rebuilt where, as a number of 31 bits; one process at a time does so."""
    return zlib.crc32(f"{definition.name}:{backend}".encode()) & 0x7FFFFFFF


_REBUILDS: dict[str, Callable[[IndexDefinition, Report], int]] = {
    postgresql.BACKEND: _rebuild_postgresql,
    elastic.BACKEND: _rebuild_elasticsearch,
}
