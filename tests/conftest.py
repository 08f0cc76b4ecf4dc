"""Fixtures that every room's tests may use."""

pytest_plugins = ["tests.jobs.worker", "tests.search_backends"]
