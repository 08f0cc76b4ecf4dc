"""An installation with `REDIS_URL`: its cache on a real redis-server."""

import socket

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from redis import Redis

from console.health.checks import check_cache
from console.health.registry import Status
from console.redis import outages as redis_outages
from tests.catalog.searching import search_products
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory


@pytest.mark.django_db
def test_the_cache_keeps_what_it_is_given_for_all_processes(on_redis, settings):
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


class TestWhenRedisIsAway:
    @pytest.fixture(autouse=True, params=["it refuses", "it hangs"])
    def away(self, request, settings, monkeypatch):
        monkeypatch.setattr(redis_outages, "ANSWER_SECONDS", 0.25)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            port = silent.getsockname()[1] if request.param == "it hangs" else 1
            self.use(f"redis://127.0.0.1:{port}/0", settings)
            yield

    def use(self, address, settings):
        settings.REDIS_URL, settings.ELASTICSEARCH_URL = address, ""
        backend = "console.redis.cache.OptionalCache"
        settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": settings.REDIS_URL}}

    @pytest.mark.django_db
    def test_pages_answer_people_sign_in_and_the_health_page_tells(self, client):
        UserFactory(username="buyer", is_superuser=True)
        ProductFactory()
        for address in ("/", reverse("catalog:list"), reverse("wagtailadmin_login")):
            assert client.get(address).status_code == 200
        person = {"username": "buyer", "password": "secret"}
        assert client.post(reverse("accounts:sign_in"), person).status_code == 302
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
        assert client.post(reverse("accounts:sign_out")).status_code == 302
        assert "_auth_user_id" not in client.session
        assert check_cache().status == Status.DEGRADED

    def test_the_cache_is_as_if_it_were_empty(self):
        assert cache.set("key", 1) is None
        assert cache.get("key", "nothing") == "nothing"
        assert cache.add("key", 1)
        assert cache.get_or_set("key", lambda: 2) == 2
        assert cache.get_many(["key"]) == {}
        assert cache.set_many({"key": 1}) == []
        assert not cache.has_key("key")
        assert not cache.touch("key")
        assert not cache.delete("key")
        assert cache.delete_many(["key"]) is None
        assert not cache.clear()
        with pytest.raises(ValueError, match="not found"):
            cache.incr("key")

    def test_it_is_not_tried_again_at_once(self, monkeypatch):
        tried = []
        monkeypatch.setattr(redis_outages, "REST_SECONDS", 60)
        monkeypatch.setattr(
            "redis.connection.Connection.connect", lambda _: tried.append(1) or _fail()
        )
        assert [cache.get("key") for _ in range(5)] == [None] * 5
        assert len(tried) == 1


def _fail() -> None:
    raise ConnectionRefusedError
