"""A real redis-server for the tests, on a port of its own; it keeps nothing."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress

import pytest
from redis import Redis, RedisError

from tests.jobs.worker import wait_for


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis that only this test process uses."""
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("redis-server is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    options = {"bind": "127.0.0.1", "port": port, "dir": folder, "save": ""}
    command = [program, *(text for name, value in options.items() for text in (f"--{name}", value))]
    server = subprocess.Popen([str(text) for text in command], stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    try:
        wait_for(lambda: _answers(url), "redis-server")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(url: str) -> bool:
    with suppress(RedisError), Redis.from_url(url) as client:
        return bool(client.ping())
    return False


@pytest.fixture
def on_redis(redis_url: str, settings) -> str:
    """An installation with `REDIS_URL` set, as far as limits and the cache are concerned."""
    settings.REDIS_URL = redis_url
    settings.CACHES = {
        "default": {"BACKEND": "console.redis.cache.OptionalCache", "LOCATION": redis_url}
    }
    return redis_url
