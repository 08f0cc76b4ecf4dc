"""Fixtures that every room's tests may use."""

from tests.database import django_db_setup

__all__ = ["django_db_setup"]

pytest_plugins = ["tests.chromium", "tests.jobs.worker", "tests.search_backends"]
