"""An installation with `REDIS_URL`: its cache on a real redis-server."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from redis import Redis

from jobs.health import Status
from jobs.health_checks import check_cache
from tests.catalog.searching import search_products
from tests.factories.catalog import ProductFactory


@pytest.fixture
def cache_on_redis(on_redis, settings):
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": on_redis}}


@pytest.mark.django_db
def test_the_cache_keeps_what_it_is_given_for_all_processes(cache_on_redis, on_redis, settings):
    settings.ELASTICSEARCH_URL = ""
    assert check_cache().status == Status.OK
    ProductFactory.create_batch(3)
    taken = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            result = search_products(facets=["brand"])
        taken.append((result.total, result.facets, len(queries)))
    (total, facets, counting), (*again, remembered) = taken
    assert [total, facets] == again
    assert remembered < counting, "what was counted is remembered"
    with Redis.from_url(on_redis) as client:
        assert client.keys(":1:*")
