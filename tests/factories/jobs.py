"""Jobs for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from jobs.models import Job


class JobFactory(DjangoModelFactory):
    """A waiting job; name a `kind` that is registered if it is to run."""

    class Meta:
        model = Job

    kind = "tests.nothing"
    title = factory.Sequence(lambda n: f"Job {n}")
    heartbeat_at = factory.LazyFunction(timezone.now)
