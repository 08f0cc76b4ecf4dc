"""One worker: the queue's processes, and the threads that watch over them."""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

from django.db import connection, connections

from jobs.registry import worker_threads
from jobs.services.recovering import (
    recover_stale_jobs,
    requeue_jobs_of_worker,
    requeue_lost_jobs,
)
from jobs.services.scheduling import write_schedules

from .beat import delete_beat, write_beat
from .cluster import SturdyCluster, die_with_parent
from .identity import become_worker

logger = logging.getLogger(__name__)

# How often the worker shows that it lives, and looks at the jobs: two short queries by an index.
LOOK_SECONDS = 2


class Worker:
    """Runs until SIGTERM or SIGINT, and then gives running jobs `grace` seconds to end."""

    def __init__(self, *, grace: float):
        self._grace = grace
        self._stop = threading.Event()
        self._name = become_worker()
        self._cluster = SturdyCluster()
        self._threads: list[threading.Thread] = []

    def run(self) -> None:
        """Start everything, wait for the signal, stop everything."""
        write_schedules()
        connections.close_all()
        die_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        # The sentinel first: a process that forks should have no threads.
        self._cluster.start()
        self._start_threads()
        logger.info("Worker %s is running", self._name)
        while not self._stop.wait(0.5):
            if not self._cluster.sentinel.is_alive():
                self._start_anew()
        self._end()

    def _start_threads(self) -> None:
        watches = {
            "beat": self._repeat(write_beat),
            "watch": self._repeat(self._watch),
            **worker_threads(),
        }
        for name, function in watches.items():
            thread = threading.Thread(target=function, args=(self._stop,), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def _watch(self) -> None:
        recover_stale_jobs()
        requeue_lost_jobs()

    def _repeat(self, function: Callable[[], None]) -> Callable[[threading.Event], None]:
        """A thread's function that calls `function` every few seconds while the queue lives."""

        def repeat(stop: threading.Event) -> None:
            while True:
                try:
                    if self._cluster.sentinel.is_alive():
                        function()
                except Exception:
                    logger.exception("A worker's thread failed and goes on")
                    connection.close()
                if stop.wait(LOOK_SECONDS):
                    connection.close()
                    return

        return repeat

    def _start_anew(self) -> None:
        """Replace this process, whose queue died, by a fresh one under the same process id."""
        logger.critical("The queue's processes died; the worker starts anew")
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - our own command line

    def _end(self) -> None:
        """Let jobs end within the grace, then kill what is left and give its jobs back."""
        logger.info("Worker %s is stopping", self._name)
        sentinel = self._cluster.sentinel
        if self._cluster.start_event.wait(self._grace):
            self._cluster.stop_event.set()
        sentinel.join(self._grace)
        if sentinel.is_alive():
            sentinel.kill()
            sentinel.join()
        deadline = time.monotonic() + self._grace
        for thread in self._threads:
            thread.join(max(0, deadline - time.monotonic()))
        requeue_jobs_of_worker(self._name)
        delete_beat()
        logger.info("Worker %s has stopped", self._name)
