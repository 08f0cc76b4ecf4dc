"""Registry of health checks, which run in parallel, each with a time limit."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import connections

from console.process_caches import register_process_cache

logger = logging.getLogger(__name__)

CHECK_SECONDS = 2
# Anybody may ask; within this time all get the same answer.
KEPT_SECONDS = 2


class Status(StrEnum):
    """How a part is: well, working with less than it should have, or not working."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"


@dataclass(frozen=True)
class CheckResult:
    """What a check found. Everybody may read `message` and `details`, only staff `note`."""

    status: Status
    message: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def facts(self) -> list[tuple[str, Any]]:
        """The details with names that read as words."""
        return [(name.replace("_", " "), value) for name, value in self.details.items()]

    def public(self) -> dict[str, Any]:
        """The part for everybody."""
        return {"status": self.status, "message": self.message, **self.details}


CheckFunction = Callable[[], CheckResult]


@dataclass(frozen=True)
class HealthReport:
    """The results of all checks by name, and the worst of them."""

    results: dict[str, CheckResult]

    @property
    def status(self) -> Status:
        """FAILED if any part failed, DEGRADED if any has less than it should."""
        found = {result.status for result in self.results.values()}
        return next((each for each in (Status.FAILED, Status.DEGRADED) if each in found), Status.OK)


_checks: dict[str, CheckFunction] = {}
_running: dict[str, threading.Thread] = {}
_lock = threading.Lock()
_latest: tuple[float, HealthReport] | None = None


def register_check(name: str, function: CheckFunction) -> None:
    """Ask `function` whether its part is well; it may use the database, and raise if it is not.

    It is asked every few seconds, in a thread of its own, and has two seconds to answer.
    """
    _checks[name] = function


def current_health() -> HealthReport:
    """The health of now, or of a moment ago."""
    global _latest  # noqa: PLW0603 - one answer for all threads of the process
    with _lock:
        if _latest is None or time.monotonic() - _latest[0] > KEPT_SECONDS:
            _latest = (time.monotonic(), run_checks())
        return _latest[1]


def run_checks() -> HealthReport:
    """Run every check. One that hangs from an earlier time is not started a second time."""
    results: dict[str, CheckResult] = {}
    for name, function in _checks.items():
        if name not in _running or not _running[name].is_alive():
            _running[name] = threading.Thread(
                target=_run_check, args=(name, function, results), daemon=True
            )
            _running[name].start()
    deadline = time.monotonic() + CHECK_SECONDS
    for name in _checks:
        _running[name].join(max(0, deadline - time.monotonic()))
    late = CheckResult(Status.FAILED, f"No answer within {CHECK_SECONDS} seconds")
    return HealthReport({name: results.get(name, late) for name in _checks})


def _run_check(name: str, function: CheckFunction, results: dict[str, CheckResult]) -> None:
    try:
        results[name] = function()
    except Exception as error:
        logger.warning("The health check of %s failed", name, exc_info=True)
        note = f"{type(error).__name__}: {error}"
        results[name] = CheckResult(Status.FAILED, "Not working", note=note)
    finally:
        connections.close_all()


def _forget() -> None:
    global _latest  # noqa: PLW0603 - as above
    _latest = None
    _running.clear()


register_process_cache(_forget)
