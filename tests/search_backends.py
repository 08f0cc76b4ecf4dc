"""Fixtures that run a test on each search backend for real."""

import os
import uuid

import pytest
from elasticsearch import Elasticsearch

from audit import followers as registered_followers
from audit.followers import followers
from catalog.storefront.followers import register_search
from search.backends import elastic
from search.services.rebuilding import rebuild_index
from search.services.vocabulary import renew_vocabulary
from tests.jobs.worker import wait_for

ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")


@pytest.fixture(scope="session")
def elasticsearch_is_there() -> None:
    """Wait for Elasticsearch, which starts while pytest finds its tests."""
    if ELASTICSEARCH_URL:
        with Elasticsearch(ELASTICSEARCH_URL, request_timeout=2, max_retries=0) as client:
            wait_for(client.ping, "Elasticsearch")
            client.options(request_timeout=60).cluster.health(wait_for_status="yellow")


@pytest.fixture
def elasticsearch_node(request, elasticsearch_is_there, settings, monkeypatch):
    """An installation with Elasticsearch, as far as search and its followers are concerned.

    Its indexes have names that no other test has, and are deleted afterwards. A test with it bears
    the mark `elasticsearch`, by which it is known that one is needed.
    """
    assert request.node.get_closest_marker("elasticsearch"), "mark the test"
    if not ELASTICSEARCH_URL:
        pytest.skip("ELASTICSEARCH_URL is not set")
    settings.ELASTICSEARCH_URL = ELASTICSEARCH_URL
    settings.SEARCH_INDEX_PREFIX = f"test-{uuid.uuid4().hex[:12]}"
    monkeypatch.setattr(registered_followers, "_followers", {**followers()})
    register_search()
    client = Elasticsearch(ELASTICSEARCH_URL)
    yield client
    for name in client.indices.get(index=f"{settings.SEARCH_INDEX_PREFIX}-*").body:
        client.indices.delete(index=name)
    client.close()


@pytest.fixture(
    params=["postgresql", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]
)
def search_backend(request, settings, monkeypatch):
    """The backend that answers: each test runs on both, and none slips to the other unseen."""
    settings.ELASTICSEARCH_URL = ""
    if request.param == "elasticsearch":
        request.getfixturevalue("elasticsearch_node")
        monkeypatch.setattr(elastic.circuit, "report_failure", _raise)
    return request.param


def _raise(error: Exception) -> None:
    raise error


@pytest.fixture
def indexed(search_backend):
    """A function that brings the index of products up to date, that of PostgreSQL always."""

    def index_everything() -> None:
        for backend in {"postgresql", search_backend}:
            rebuild_index(index="products", backend=backend)
        renew_vocabulary(index="products")

    return index_everything
