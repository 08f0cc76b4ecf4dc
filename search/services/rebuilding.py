"""Building an index anew, from the first record to the last."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

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
    with _alone(definition, backend), definition.catching_up(backend):
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


@contextmanager
def _alone(definition: IndexDefinition, backend: str) -> Iterator[None]:
    """Let one process at a time rebuild an index, for as long as its connection lasts."""
    key = zlib.crc32(f"search:{definition.name}:{backend}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    try:
        yield
    finally:
        # A broken transaction cannot unlock; then the lock ends with its connection.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


_REBUILDS: dict[str, Callable[[IndexDefinition, Report], int]] = {
    postgresql.BACKEND: _rebuild_postgresql,
    elastic.BACKEND: _rebuild_elasticsearch,
}
