"""Limits in Redis, by the same algorithm as in PostgreSQL, each as one script."""

from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from redis import Redis

from console.process_caches import register_process_cache
from console.redis.outages import connection_options

from .uses import Use

_CLOCK = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local function unused_at(key) return math.max(tonumber(redis.call('GET', key) or 0), now) end
local function keep(key, moment)
    if moment <= now then redis.call('DEL', key) return end
    local milliseconds = math.ceil((moment - now) / 1000)
    redis.call('SET', key, string.format('%.0f', moment), 'PX', string.format('%.0f', milliseconds))
end
"""
_TAKE = f"""{_CLOCK}
for i, key in ipairs(KEYS) do
    if unused_at(key) + ARGV[2 * i - 1] > now + ARGV[2 * i] then return 0 end
end
for i, key in ipairs(KEYS) do keep(key, unused_at(key) + ARGV[2 * i - 1]) end
return 1
"""
_GIVE_BACK = f"""{_CLOCK}
for i, key in ipairs(KEYS) do keep(key, unused_at(key) - ARGV[i]) end
"""
_IS_USED_UP = f"""{_CLOCK}
return unused_at(KEYS[1]) + ARGV[1] > now + ARGV[2] and 1 or 0
"""


def take(uses: Sequence[Use]) -> bool:
    """Use all of them, or none."""
    return bool(_run(_TAKE, uses, [number for use in uses for number in (use.step, use.span)]))


def give_back(uses: Sequence[Use]) -> None:
    """Take back one use of each."""
    _run(_GIVE_BACK, uses, [use.step for use in uses])


def forget(uses: Sequence[Use]) -> None:
    """Begin to count each anew."""
    _client(settings.REDIS_URL).delete(*(use.stored_as for use in uses))


def is_used_up(use: Use) -> bool:
    """Whether there is nothing left of it."""
    return bool(_run(_IS_USED_UP, [use], [use.step, use.span]))


def _run(script: str, uses: Sequence[Use], numbers: Sequence[int]) -> int | None:
    keys = [use.stored_as for use in uses]
    return _client(settings.REDIS_URL).eval(script, len(keys), *keys, *numbers)


@lru_cache(maxsize=2)
def _client(url: str) -> Redis:
    """One client a process; its connections are made anew after a fork."""
    return Redis.from_url(url, **connection_options())


register_process_cache(_client.cache_clear)
