"""Fixtures that every room's tests may use."""

import gc
import os

import pytest

from tests.database import django_db_setup

__all__ = ["django_db_setup"]

pytest_plugins = [
    "tests.chromium",
    "tests.jobs.worker",
    "tests.limits",
    "tests.redis_server",
    "tests.search_backends",
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin, in every process, with what waits: at the end it would leave processors idle.

    The processes get equal parts of the list, and take from each other's ends what is left over.
    """
    waiting = [item for item in items if _waits(item)]
    others = [item for item in items if not _waits(item)]
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    items.clear()
    for process in range(processes):
        items += waiting[process::processes]
        items += others[
            len(others) * process // processes : len(others) * (process + 1) // processes
        ]


def _waits(item: pytest.Item) -> bool:
    """Whether it waits for a worker or a browser."""
    return item.get_closest_marker("queue") is not None or "open_page" in item.fixturenames


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: the site, and all the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
