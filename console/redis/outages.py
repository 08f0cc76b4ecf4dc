"""Timeouts of Redis, and a back-off while it does not answer."""

import logging
import time
from typing import Any

from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from console.process_caches import register_process_cache

logger = logging.getLogger(__name__)

UNAVAILABLE = (RedisError, OSError)
# Longer than Redis ever takes, and short enough to wait for before something else answers.
ANSWER_SECONDS = 0.25
# How long a process does not try again what just failed. Only the trying is remembered here, no
# count and no value, so nothing is let through because of it.
REST_SECONDS = 1.0

_resting_until = 0.0


def connection_options() -> dict[str, Any]:
    """How to connect where something else can answer."""
    return {
        "socket_timeout": ANSWER_SECONDS,
        "socket_connect_timeout": ANSWER_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }


def may_be_asked() -> bool:
    """Whether it is worth asking, as it did not fail a moment ago."""
    return time.monotonic() >= _resting_until


def rest(error: Exception) -> None:
    """Leave Redis alone for a moment: it did not answer."""
    global _resting_until  # noqa: PLW0603 - one for all threads of the process
    _resting_until = time.monotonic() + REST_SECONDS
    logger.warning("Redis does not answer: %s", error)


def _forget() -> None:
    global _resting_until  # noqa: PLW0603 - as above
    _resting_until = 0.0


register_process_cache(_forget)
