"""How often something may be done, counted once for all processes and machines.

    ATTEMPTS = Limit("sign-in", most=5, seconds=900)
    if not take(ATTEMPTS.of(username), OTHERS.of(address)):
        refuse()

The counts stand in Redis where `REDIS_URL` is set, else in PostgreSQL, and there as well while
Redis does not answer. A use counts at once and for good, also when the request or its transaction
fails. Where neither store answers, the error of the database is raised: nothing is let through
uncounted.
"""

from collections.abc import Callable
from types import ModuleType
from typing import TypeVar

from django.conf import settings

from console.redis import outages as redis_outages

from . import postgresql_store, redis_store
from .uses import Use

Answer = TypeVar("Answer")


def take(*uses: Use) -> bool:
    """Use each once, or none of them where one is used up; returns whether they were used.

    What is refused is not counted, so that waiting helps whoever does not stop trying.
    """
    return _ask(lambda store: store.take(uses))


def give_back(*uses: Use) -> None:
    """Take back one use of each, as it turned out to be none."""
    _ask(lambda store: store.give_back(uses))


def forget(*uses: Use) -> None:
    """Begin to count each anew."""
    _ask(lambda store: store.forget(uses))


def is_used_up(use: Use) -> bool:
    """Whether `take` would refuse it now; counts nothing."""
    return _ask(lambda store: store.is_used_up(use))


def purge() -> int:
    """Delete what counts no more from PostgreSQL; returns how many. Redis does so by itself."""
    return postgresql_store.purge()


def _ask(question: Callable[[ModuleType], Answer]) -> Answer:
    """The answer of Redis where there is one that answers, else of PostgreSQL."""
    if settings.REDIS_URL and redis_outages.may_be_asked():
        try:
            return question(redis_store)
        except redis_outages.UNAVAILABLE as error:
            redis_outages.rest(error)
    return question(postgresql_store)
