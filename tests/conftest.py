"""Fixtures that every room's tests may use."""

import gc

import pytest

from tests.database import django_db_setup

__all__ = ["django_db_setup"]

pytest_plugins = ["tests.chromium", "tests.jobs.worker", "tests.search_backends"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits for a worker: at the end it would hold up all, and leave them idle."""
    items.sort(key=lambda item: item.get_closest_marker("queue") is None)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: the site, and all the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
