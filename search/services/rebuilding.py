"""Building an index anew, from the first record to the last."""

from collections.abc import Callable

from search.backends import postgresql
from search.registry import IndexDefinition, get_index

from .indexing import in_batches

Report = Callable[[int], None]


def rebuild_index(*, index: str, backend: str, report: Report = lambda done: None) -> int:
    """Index every record of `index` in one backend; returns how many documents it has then.

    Memory stays the same whatever the number of records. Searches go on meanwhile, and what
    changes meanwhile is indexed again afterwards.
    """
    definition = get_index(index)
    with definition.catching_up(backend):
        return _REBUILDS[backend](definition, report)


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


_REBUILDS: dict[str, Callable[[IndexDefinition, Report], int]] = {"postgresql": _rebuild_postgresql}
