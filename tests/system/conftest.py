"""The programs under bin/ import each other from there; and one world for all that walks it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from .walker import World, build_world

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bin"))


@pytest.fixture(scope="module")
def built_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """A record of every model, in a transaction that ends with the tests of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()


@pytest.fixture
def world(built_world: World, db: None) -> World:
    """The world, put back after each test."""
    return built_world
