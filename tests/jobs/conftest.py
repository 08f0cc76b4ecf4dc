"""What tests register is forgotten after each of them."""

import pytest

from jobs import registry
from jobs.registry import register_job


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(registry, "_functions", dict(registry._functions))
    monkeypatch.setattr(registry, "_contexts", list(registry._contexts))
    register_job("tests.nothing", lambda progress: None)
