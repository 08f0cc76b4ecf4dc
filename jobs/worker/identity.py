"""The name of the worker that this process belongs to."""

import os
import socket

_worker_name: str | None = None


def worker_name() -> str:
    """`host:pid` of the worker, or of this process when it is no part of a worker."""
    return _worker_name or f"{socket.gethostname()[:60]}:{os.getpid()}"


def become_worker() -> str:
    """Give this process, and every process that it forks, the name of one worker."""
    global _worker_name  # noqa: PLW0603 - forked processes inherit it
    _worker_name = worker_name()
    return _worker_name
