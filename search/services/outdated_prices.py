"""Brings the prices of the day into the indexes when a day has begun."""

import logging

from console.site_day import site_day
from search.backends import elastic
from search.registry import IndexDefinition, registered_indexes

from .indexing import BACKENDS, BATCH, configured_backends, index_objects

logger = logging.getLogger(__name__)


def index_outdated_prices() -> int:
    """Index again what has another price today than in an index; returns how many documents.

    Searches are right without it, as PostgreSQL then looks the changed prices up; with it they are
    fast again. A backend that is away is left for the next time.
    """
    written = 0
    for definition in registered_indexes():
        for backend in configured_backends():
            try:
                written += _index_outdated(definition, backend)
            except elastic.UNAVAILABLE as error:
                logger.warning("The prices of the day are not in Elasticsearch yet: %s", error)
    return written


def _index_outdated(definition: IndexDefinition, backend: str) -> int:
    today, last, written = site_day(), 0, 0
    while keys := BACKENDS[backend].outdated_identifiers(
        definition, today=today, after=last, most=BATCH
    ):
        written += index_objects(index=definition.name, object_ids=keys, backend=backend)
        last = keys[-1]
    return written
