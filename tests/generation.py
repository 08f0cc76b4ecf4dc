"""The generation of the catalog is asked for anew after each write, and not at each question.

A page asks twenty times, and in production once in a while only. In a test whose transaction is
never committed all writes go through its own connection; any other test asks each time.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

import pytest
from django.db import connection

from catalog.schema.queries.generation import forget_generation

# Statements that may write: also those that call a function of ours, or take writes back.
MAY_WRITE = re.compile(
    r"\b(INSERT|UPDATE|DELETE|MERGE|COPY|CALL|TRUNCATE|DO|ROLLBACK|ALTER)\b|SELECT \w+\(",
    re.IGNORECASE,
)
LONG = 3600  # seconds
# Fixtures of tests whose data other connections see, and write to.
SHARED = {"transactional_db", "live_server"}


@pytest.fixture(autouse=True)
def generation_kept_between_writes(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """Keep it for the test, and forget it with each write."""
    mark = request.node.get_closest_marker("django_db")
    has_database = mark is not None or "db" in request.fixturenames
    is_shared = SHARED.intersection(request.fixturenames) or (
        mark and mark.kwargs.get("transaction")
    )
    is_alone = has_database and not is_shared
    if is_alone:
        settings.CATALOG_GENERATION_SECONDS = LONG
    with connection.execute_wrapper(_forget_after_writes) if is_alone else nullcontext():
        yield


def _forget_after_writes(
    execute: Callable, sql: Any, params: Any, many: bool, context: dict
) -> Any:
    try:
        return execute(sql, params, many, context)
    finally:
        if _may_write(str(sql)):
            forget_generation()


@lru_cache(maxsize=4096)
def _may_write(statement: str) -> bool:
    """Looking through a long statement takes longer than most take to be answered."""
    return MAY_WRITE.search(statement) is not None
