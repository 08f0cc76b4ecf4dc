"""Every test begins with a process that has kept nothing of the one before."""

import pytest
from django.core.cache import caches
from django.utils import timezone, translation

from console.process_caches import forget_process_caches


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Nothing in Django's caches and in the process's own, nor the language of a visitor."""
    forget_process_caches()
    for cache in caches.all(initialized_only=True):
        cache.clear()
    translation.deactivate()
    timezone.deactivate()
