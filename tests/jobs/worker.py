"""A real worker for tests of the queue: `manage.py run_worker` on the test database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import psutil
import pytest
from django.conf import settings
from django.db import connection

from jobs.models import Job, WorkerBeat

DEADLINE = 60


def wait_for(condition: Callable[[], Any], what: str, seconds: float = DEADLINE) -> Any:
    """Call `condition` until it is true and return that; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    pytest.fail(f"Waited {seconds} s in vain: {what}")


def wait_for_end(job: Job, seconds: float = DEADLINE) -> Job:
    """Wait until the job has ended and return it fresh."""

    def ended() -> bool:
        job.refresh_from_db()
        return job.is_finished

    wait_for(ended, f"the end of {job.kind}", seconds)
    return job


class WorkerProcess:
    """A running worker."""

    def __init__(self, processes: int = 2):
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker", "--skip-checks", "--grace", "2"],
            cwd=settings.BASE_DIR,
            env={**os.environ, **worker_environment(), "WORKER_PROCESSES": str(processes)},
        )

    def wait_until_ready(self) -> None:
        """Wait for the first beat and for the queue's processes."""
        wait_for(WorkerBeat.objects.exists, "the worker's first beat")
        wait_for(lambda: len(self.descendants()) >= 4, "the worker's processes")

    def descendants(self) -> list[psutil.Process]:
        """Sentinel, workers, pusher and monitor."""
        return psutil.Process(self.process.pid).children(recursive=True)

    @property
    def sentinel(self) -> psutil.Process:
        """The process that keeps the others alive."""
        return psutil.Process(self.process.pid).children()[0]

    def stop(self) -> int:
        """Stop in order and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def worker_environment() -> dict[str, str]:
    """The environment that puts a worker on the database and the files of this test process."""
    database = connection.settings_dict
    password = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    host, port = database["HOST"], database["PORT"]
    user = quote(database["USER"], safe="")
    location = f"{quote(host, safe='')}:{port}" if port else quote(host, safe="")
    return {
        "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
        "DATABASE_URL": f"postgres://{user}{password}@{location}/{database['NAME']}",
        "SOLIDUS_TEST_VAR": str(settings.VAR_DIR),
    }


@pytest.fixture
def worker(transactional_db: None) -> Iterator[WorkerProcess]:
    """A real worker on the test database; mark the test with `queue`."""
    running = WorkerProcess()
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()
