"""Limits as every test finds them: unused."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from redis import Redis

from console.limits import postgresql_store, uses


@pytest.fixture(autouse=True)
def unused_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that no other test counts under, as what is counted outlives a test's transaction."""
    monkeypatch.setattr(uses, "PREFIX", f"test-{uuid.uuid4().hex[:12]}")


def let_pass(time: timedelta) -> None:
    """Make every count of this test so much older, in both stores."""
    with postgresql_store.counting_cursor() as cursor:
        cursor.execute(
            "UPDATE console_limit SET unused_at = unused_at - %s WHERE starts_with(key, %s)",
            [time, uses.PREFIX],
        )
    if settings.REDIS_URL:
        with Redis.from_url(settings.REDIS_URL) as client:
            for key in client.scan_iter(f"{uses.PREFIX}:*"):
                client.incrby(key, -int(time.total_seconds() * 1_000_000))
