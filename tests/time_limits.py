"""What gives up after a short time gets a long one in tests: a busy machine is slow, not wrong.

A test of giving up sets a limit of its own, or makes the wait endless.
"""

import pytest

from tests.jobs.worker import DEADLINE

IN_SECONDS = [
    "console.redis.outages.ANSWER_SECONDS",
    "console.health.registry.CHECK_SECONDS",
    "media_library.pictures.reading.TURN_SECONDS",
    "search.backends.elastic.connection.SEARCH_SECONDS",
]
IN_MILLISECONDS = [
    "catalog.schema.code_uses.registry.LONGEST_LOOK",
    "catalog.schema.code_uses.descriptions.LONGEST_COUNT",
    "catalog.segments.wagtail_admin.builder.views.LONGEST_COUNT",
    "catalog.segments.wagtail_admin.segments.LONGEST_COUNT",
]


@pytest.fixture(autouse=True)
def long_time_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than anything takes."""
    for limit in IN_SECONDS:
        monkeypatch.setattr(limit, DEADLINE)
    for limit in IN_MILLISECONDS:
        monkeypatch.setattr(limit, DEADLINE * 1000)
