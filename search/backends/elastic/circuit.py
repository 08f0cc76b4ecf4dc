"""Circuit breaker of Elasticsearch: remembers that it does not answer, for all processes.

What one process finds out is written down for all of them, as a limit that is used up. Each looks
there twice a second at most, so that a search costs no statement more. While Elasticsearch is away
one process at a time asks whether the index is back.
"""

import logging
import threading
import time

from django.conf import settings
from django.db import connections
from elasticsearch import BadRequestError

from console.limits.counting import forget, is_used_up, take
from console.limits.uses import Limit
from console.process_caches import register_process_cache

from .connection import UNAVAILABLE, is_configured
from .schema import is_there

logger = logging.getLogger(__name__)

# For how long what was read is believed.
LOOK_SECONDS = 0.5
# Away until somebody finds it back. Should nobody ask any more, a search does after an hour.
AWAY = Limit("search.elasticsearch.away", most=1, seconds=3600)
PROBE = Limit("search.elasticsearch.probe", most=1, seconds=3)

# What was read, of which node, and when (monotonic seconds); replaced as a whole.
_NOTHING = (False, "", float("-inf"))
_known: tuple[bool, str, float] = _NOTHING


def is_closed(index: str) -> bool:
    """Whether Elasticsearch may be asked; never waits for it."""
    if not is_configured():
        return False
    if not _is_away():
        return True
    if take(PROBE.of(_node())):
        threading.Thread(target=_probe, args=(index,), daemon=True).start()
    return False


def report_failure(error: Exception) -> None:
    """Let PostgreSQL answer for a while; only not where the node calls the request a mistake."""
    if isinstance(error, BadRequestError):
        logger.error("Elasticsearch refused a search: %s", error)
        return
    take(PROBE.of(_node()))
    if take(AWAY.of(_node())):
        logger.warning("Elasticsearch does not answer, PostgreSQL does: %s", error)
    _remember(True)


def close() -> None:
    """Ask Elasticsearch again from now on."""
    forget(AWAY.of(_node()))
    _remember(False)


def _is_away() -> bool:
    away, node, read_at = _known
    if node == _node() and time.monotonic() - read_at < LOOK_SECONDS:
        return away
    away = is_used_up(AWAY.of(_node()))
    _remember(away)
    return away


def _remember(away: bool) -> None:
    global _known  # noqa: PLW0603 - one for all threads of the process
    _known = (away, _node(), time.monotonic())


def _node() -> str:
    return f"{settings.ELASTICSEARCH_URL} {settings.SEARCH_INDEX_PREFIX}"


def _probe(index: str) -> None:
    try:
        if is_there(index):
            logger.info("Elasticsearch answers again")
            close()
    except UNAVAILABLE:
        pass  # The next one asks again.
    finally:
        connections.close_all()


def _forget_known() -> None:
    global _known  # noqa: PLW0603 - as above
    _known = _NOTHING


register_process_cache(_forget_known)
