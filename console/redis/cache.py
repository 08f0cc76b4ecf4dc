"""The cache backend on Redis; during an outage it answers like an empty cache."""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient

from console.redis.outages import UNAVAILABLE, connection_options, may_be_asked, rest


def _or_else(name: str, answer: Callable[..., Any]) -> Callable[..., Any]:
    """The client's method `name`; what `answer` makes of its arguments while Redis is away."""
    ask = getattr(RedisCacheClient, name)

    def method(client: RedisCacheClient, *arguments: Any, **options: Any) -> Any:
        if may_be_asked():
            try:
                return ask(client, *arguments, **options)
            except UNAVAILABLE as error:
                rest(error)
        return answer(*arguments)

    return method


def _is_missing(key: str, *_arguments: Any) -> int:
    raise ValueError(f"Key {key!r} not found.")


class OptionalCacheClient(RedisCacheClient):
    """Answers as an empty cache does while Redis is away."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **{**connection_options(), **options})

    get = _or_else("get", lambda _key, default: default)
    get_many = _or_else("get_many", lambda _keys: {})
    has_key = _or_else("has_key", lambda _key: False)
    incr = _or_else("incr", _is_missing)
    add = _or_else("add", lambda *_given: True)
    set = _or_else("set", lambda *_given: None)
    set_many = _or_else("set_many", lambda *_given: None)
    touch = _or_else("touch", lambda *_given: False)
    delete = _or_else("delete", lambda _key: False)
    delete_many = _or_else("delete_many", lambda _keys: None)
    clear = _or_else("clear", lambda: False)


class OptionalCache(RedisCache):
    """Django's, on a client that bears an outage. What limits or locks must not stand in it."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OptionalCacheClient
