"""The connection to the node or cluster, kept alive by each process."""

import os
from functools import lru_cache

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from console.process_caches import register_process_cache

BACKEND = "elasticsearch"
# What a person waits for at most before PostgreSQL answers instead.
SEARCH_SECONDS = 1.0
WRITE_SECONDS = 60.0
# Nothing of Elasticsearch may reach a page: PostgreSQL answers whatever goes wrong here.
UNAVAILABLE = (ApiError, TransportError)


def is_configured() -> bool:
    """Whether this installation has Elasticsearch."""
    return bool(settings.ELASTICSEARCH_URL)


def alias(index: str) -> str:
    """The name under which an index is read and written."""
    return f"{settings.SEARCH_INDEX_PREFIX}-{index}"


def for_searching() -> Elasticsearch:
    """The client whose answers people wait for."""
    return _client(settings.ELASTICSEARCH_URL, os.getpid(), SEARCH_SECONDS)


def for_writing() -> Elasticsearch:
    """The client of background work."""
    return _client(settings.ELASTICSEARCH_URL, os.getpid(), WRITE_SECONDS)


@lru_cache(maxsize=8)
def _client(url: str, process: int, timeout: float) -> Elasticsearch:
    """One client a process: sockets do not survive a fork."""
    return Elasticsearch(url, request_timeout=timeout, max_retries=0, connections_per_node=16)


register_process_cache(_client.cache_clear)
