"""Fixtures that run a test on each search backend for real."""

import pytest

from search.services.rebuilding import rebuild_index
from search.services.vocabulary import renew_vocabulary


@pytest.fixture
def search_backend():
    """The backend that answers."""
    return "postgresql"


@pytest.fixture
def indexed(search_backend):
    """A function that brings the index of products up to date."""

    def index_everything() -> None:
        rebuild_index(index="products", backend=search_backend)
        renew_vocabulary(index="products")

    return index_everything
