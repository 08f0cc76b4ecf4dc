"""Fixtures that every room's tests may use."""

import gc

from tests.database import django_db_setup

__all__ = ["django_db_setup"]

pytest_plugins = ["tests.chromium", "tests.jobs.worker", "tests.search_backends"]


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: the site, and all the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
