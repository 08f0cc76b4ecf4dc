"""Fixtures that every room's tests may use."""

import gc
import os
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

from tests.database import django_db_setup

__all__ = ["django_db_setup"]

# The file that asks for Elasticsearch, where that starts only when a test needs it.
ELASTICSEARCH_ASKED = os.environ.get("TEST_ELASTICSEARCH_ASKED", "")

pytest_plugins = [
    "tests.chromium",
    "tests.generation",
    "tests.jobs.worker",
    "tests.limits",
    "tests.process_caches",
    "tests.redis_server",
    "tests.rendered_contexts",
    "tests.search_backends",
    "tests.soak",
    "tests.time_limits",
]


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Take the modules in the order that pytest-randomly drew, and spread those that wait.

    pytest-django would have all tests that commit run after all others; with tests.database none
    needs that, and mixed they show what one leaves to another. What waits for a worker or a browser
    is spread evenly: together it would wait for the processors as well, and last for itself. Those
    that last longest begin first.
    """
    order = {item: place for place, item in enumerate(items)}
    yield
    items.sort(key=order.__getitem__)
    drawn = [list(module) for _name, module in groupby(items, key=_module)]
    waiting = [module for module in drawn if any(map(_waits, module))]
    others = [module for module in drawn if not any(map(_waits, module))]
    spread = sorted([*_places(waiting), *_places(others)], key=itemgetter(0))
    items[:] = [item for _place, module in spread for item in module]
    items.sort(key=_lasts_short)
    if ELASTICSEARCH_ASKED:
        items.sort(key=_needs_elasticsearch)  # it starts while the others run


def _places(modules: list[list[pytest.Item]]) -> Iterator[tuple[float, list[pytest.Item]]]:
    """Each module with the part of all their tests that come before the middle of it."""
    number, before = sum(map(len, modules)), 0
    for module in modules:
        yield (before + len(module) / 2) / number, module
        before += len(module)


def _module(item: pytest.Item) -> str:
    """The file that a test stands in."""
    return item.nodeid.partition("::")[0]


def _waits(item: pytest.Item) -> bool:
    """Whether it waits for a worker or a browser."""
    return item.get_closest_marker("queue") is not None or "open_page" in item.fixturenames


def _lasts_short(item: pytest.Item) -> bool:
    """Whether others need not begin later, so that no process is left alone with it in the end."""
    return item.get_closest_marker("long") is None


def _needs_elasticsearch(item: pytest.Item) -> bool:
    """Whether it bears the mark."""
    return item.get_closest_marker("elasticsearch") is not None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Have `make test` start Elasticsearch where that is needed, and spare the garbage collector.

    It need not look at what stays to the end: the site, and all the tests.
    """
    if ELASTICSEARCH_ASKED and any(map(_needs_elasticsearch, session.items)):
        Path(ELASTICSEARCH_ASKED).touch()
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 50, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say by which seed the same order and the same random values come again."""
    seed = terminalreporter.config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"Shuffled by --randomly-seed={seed} (`-p no:randomly`: not).")
