"""Fixtures that every room's tests may use."""

pytest_plugins = ["tests.chromium", "tests.jobs.worker", "tests.search_backends"]
