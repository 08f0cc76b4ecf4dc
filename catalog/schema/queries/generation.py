"""The generation of the catalog for caches: a short text that changes with every commit.

Whatever a process or the page cache keeps of the catalog is kept under this text, so an edit made
anywhere (form, import, API, SQL) shows as soon as the text is read again.
"""

import threading
import time

from django.conf import settings
from django.db import connection

from console.process_caches import register_process_cache

# Sequence numbers commit out of order, so the highest number alone would miss a transaction that
# commits late: the sum of the newest numbers sees it arrive among them, and the highest number
# below the oldest running transaction sees it once nothing older is running. The positions of the
# followers are part of it because a page also shows what the search index says: an entry while a
# follower is on its way, else the snapshot up to which it has seen everything.
_SQL = """
SELECT md5(concat_ws('|',
    (SELECT concat_ws(',', count(*), max(id), sum(id))
       FROM (SELECT id FROM audit_change_log ORDER BY id DESC LIMIT 200) AS newest),
    (SELECT id FROM audit_change_log
      WHERE transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      ORDER BY id DESC LIMIT 1),
    (SELECT string_agg(concat_ws(',', name, seen, entry_id), ';' ORDER BY name)
       FROM audit_followercursor)))
"""

_lock = threading.Lock()
_NOTHING = ("", 0.0)
_known = _NOTHING


def catalog_generation() -> str:
    """The current state of the catalog, at most `CATALOG_GENERATION_SECONDS` old.

    One process asks the database at most once in that time, whatever the number of requests.
    """
    global _known  # noqa: PLW0603
    generation, read_at = _known
    if generation and time.monotonic() - read_at < settings.CATALOG_GENERATION_SECONDS:
        return generation
    # While one thread asks, the others answer with what they know.
    if not _lock.acquire(blocking=not generation or not settings.CATALOG_GENERATION_SECONDS):
        return generation
    try:
        asked_at = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute(_SQL)
            generation = cursor.fetchone()[0]
        _known = (generation, asked_at)
        return generation
    finally:
        _lock.release()


def forget_generation() -> None:
    """Ask the database at the next question, however young the answer is."""
    global _known  # noqa: PLW0603
    _known = _NOTHING


register_process_cache(forget_generation)
