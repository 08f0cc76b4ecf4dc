"""Registry of jobs, of their context managers, of worker threads and of schedules."""

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .exceptions import UnknownJobKindError

if TYPE_CHECKING:
    from .models import Job

JobFunction = Callable[..., dict[str, Any] | None]
JobContextFactory = Callable[["Job"], AbstractContextManager[Any]]
WorkerThreadFunction = Callable[[threading.Event], None]


@dataclass(frozen=True)
class ScheduledCall:
    """A function, by its dotted path, that the queue calls at the times of a cron expression."""

    name: str
    function: str
    cron: str


_functions: dict[str, JobFunction] = {}
_contexts: list[JobContextFactory] = []
_threads: dict[str, WorkerThreadFunction] = {}
_schedules: dict[str, ScheduledCall] = {}


def register_job(kind: str, function: JobFunction) -> None:
    """Let `function` do the jobs of `kind`.

    It is called with a JobProgress and the job's parameters as keywords, may return a dict that
    JSON can hold (kept as the job's result), and must bear being run again from the start.
    """
    _functions[kind] = function


def job_function(kind: str) -> JobFunction:
    """The function that does jobs of `kind`; raises UnknownJobKindError."""
    try:
        return _functions[kind]
    except KeyError:
        raise UnknownJobKindError(kind) from None


def register_job_context(factory: JobContextFactory) -> None:
    """Enter `factory(job)` around every run of every job, such as naming who changes data."""
    if factory not in _contexts:
        _contexts.append(factory)


def job_context(job: "Job") -> ExitStack:
    """All registered contexts of `job`, entered."""
    stack = ExitStack()
    for factory in _contexts:
        stack.enter_context(factory(job))
    return stack


def register_worker_thread(name: str, function: WorkerThreadFunction) -> None:
    """Run `function(stop)` in a thread of every worker; it must return soon after `stop` is set."""
    _threads[name] = function


def worker_threads() -> Mapping[str, WorkerThreadFunction]:
    """The registered threads by name."""
    return MappingProxyType(_threads)


def register_schedule(name: str, *, function: str, cron: str) -> None:
    """Call the function at the dotted path `function` at the times of `cron` (in UTC), by queue."""
    _schedules[name] = ScheduledCall(name=name, function=function, cron=cron)


def scheduled_calls() -> Mapping[str, ScheduledCall]:
    """The registered schedules by name."""
    return MappingProxyType(_schedules)
