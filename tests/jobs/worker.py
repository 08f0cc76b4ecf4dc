"""A real worker for tests of the queue: `manage.py run_worker` on the test database."""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from django.conf import settings
from django.db import connection

from jobs.models import Job, WorkerBeat
from tests.database import database_url
from tests.jobs.worker_start import start_worker

# Nothing is measured by it: a busy machine is slow, not wrong.
DEADLINE = 120
LONG_AGO = "2026-01-01T00:00Z"


def wait_for(condition: Callable[[], Any], what: str) -> Any:
    """Call `condition` until it is true and return that; fail where it does not get so."""
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    pytest.fail(f"Waited {DEADLINE} s in vain: {what}")


def wait_for_end(job: Job) -> Job:
    """Wait until the job has ended and return it fresh."""

    def ended() -> bool:
        job.refresh_from_db()
        return job.is_finished

    wait_for(ended, f"the end of {job.kind}")
    return job


class WorkerProcess:
    """A running worker."""

    def __init__(self, processes: int = 2):
        self.process = start_worker(
            {**os.environ, **worker_environment(), "WORKER_PROCESSES": str(processes)}
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

    def kill_jobs(self) -> None:
        """Kill all that do jobs, as the machine's out-of-memory killer does, without a word.

        Their silence is as long at once as it must be for the worker to notice it.
        """
        kill(*self.sentinel.children())
        Job.objects.filter(state=Job.State.RUNNING).update(heartbeat_at=LONG_AGO)

    def stop(self) -> int:
        """Stop in order and return the exit code."""
        if self.process.is_alive():
            self.process.terminate()
        self.process.join(timeout=DEADLINE)
        if self.process.exitcode is None:
            self.process.kill()
            pytest.fail(f"Waited {DEADLINE} s in vain: the worker's end")
        return self.process.exitcode


def kill(*processes: psutil.Process) -> None:
    """Kill processes and wait until they are gone."""
    for process in processes:
        process.kill()
    _gone, alive = psutil.wait_procs(processes, timeout=DEADLINE)
    assert alive == []


def worker_environment() -> dict[str, str]:
    """The environment that puts a worker on the database and the files of this test process."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
        "DATABASE_URL": database_url(connection.settings_dict),
        "SOLIDUS_TEST_VAR": str(settings.VAR_DIR),
        "TEST_WORKER_ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
        "TEST_WORKER_INDEX_PREFIX": settings.SEARCH_INDEX_PREFIX,
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
