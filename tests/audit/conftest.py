"""Followers of the tests' own, forgotten after each test."""

from collections.abc import Sequence

import pytest

from audit import followers as registry
from audit.followers import Change, register_follower


class Recorder:
    """A follower that remembers what it was told, and fails while `error` is set."""

    def __init__(self):
        self.changes: list[Change] = []
        self.error: Exception | None = None

    def __call__(self, changes: Sequence[Change]) -> None:
        if self.error:
            raise self.error
        self.changes.extend(changes)

    @property
    def ids(self) -> list[int]:
        return [change.entity_id for change in self.changes]

    def forget(self) -> None:
        self.changes.clear()


@pytest.fixture(autouse=True)
def no_followers(monkeypatch):
    monkeypatch.setattr(registry, "_followers", {})


@pytest.fixture
def recorder() -> Recorder:
    """A registered follower of everything."""
    follower = Recorder()
    register_follower("recorder", follower)
    return follower
