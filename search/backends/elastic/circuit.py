"""Remembers that Elasticsearch is away, so that nobody waits for it twice.

The state stands in the cache: shared by all processes where that is Redis, else each process finds
out by itself. While it is open, a thread asks from time to time whether the index is back.
"""

import logging
import threading

from django.core.cache import cache
from elasticsearch import BadRequestError

from .connection import UNAVAILABLE, is_configured
from .schema import is_there

logger = logging.getLogger(__name__)

RETRY_SECONDS = 3
_OPEN = "search:elasticsearch:away"
_RESTING = "search:elasticsearch:resting"


def is_closed(index: str) -> bool:
    """Whether Elasticsearch may be asked; never waits."""
    if not is_configured():
        return False
    if not cache.get(_OPEN):
        return True
    if cache.add(_RESTING, True, RETRY_SECONDS):
        threading.Thread(target=_probe, args=(index,), daemon=True).start()
    return False


def report_failure(error: Exception) -> None:
    """Let PostgreSQL answer for a while; only not where the node calls the request a mistake."""
    if isinstance(error, BadRequestError):
        logger.error("Elasticsearch refused a search: %s", error)
        return
    if cache.add(_OPEN, True, None):
        logger.warning("Elasticsearch does not answer, PostgreSQL does: %s", error)
    cache.set(_RESTING, True, RETRY_SECONDS)


def close() -> None:
    """Ask Elasticsearch again from now on."""
    cache.delete_many([_OPEN, _RESTING])


def _probe(index: str) -> None:
    try:
        is_back = is_there(index)
    except UNAVAILABLE:
        return
    if is_back:
        logger.info("Elasticsearch answers again")
        close()
