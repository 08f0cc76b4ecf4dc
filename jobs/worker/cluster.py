"""django-q2's cluster of processes, made to bear that any of them is killed."""

import ctypes
import fcntl
import os
import signal
import tempfile
from types import TracebackType
from typing import Any

from django_q.cluster import Cluster, Sentinel, get_mp_context
from django_q.queues import Queue

PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have every process that is forked from here on killed when its parent is gone.

    django-q2's processes would otherwise outlive a killed parent and take work for ever.
    """
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent: list[int] = []

    def remember_parent() -> None:
        parent[:] = [os.getpid()]

    def follow_parent() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent[0]:
            os._exit(1)

    os.register_at_fork(before=remember_parent, after_in_child=follow_parent)


class FileLock:
    """A lock between processes that the system gives back when its holder dies.

    A semaphore, which multiprocessing uses, stays taken when its holder is killed: an idle worker
    holds the one of the task queue all the time, and its death would stop all the others.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        """Take the lock, waiting for it; the queue's readers never ask for anything else."""
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        return True

    def release(self) -> None:
        """Give the lock back."""
        fcntl.lockf(self._file, fcntl.LOCK_UN)

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()


class SturdySentinel(Sentinel):
    """The process that keeps the queue's processes alive."""

    def spawn_cluster(self) -> None:
        """Start the processes, on queues whose readers may be killed."""
        for queue in (self.task_queue, self.result_queue):
            read_with_file_lock(queue)
        super().spawn_cluster()


def read_with_file_lock(queue: Queue) -> None:
    """Let the readers of `queue` take turns by a lock that does not outlive its holder."""
    queue._rlock = FileLock()


class SturdyCluster(Cluster):
    """Starts the sentinel; whoever starts it also handles the signals."""

    def start(self) -> int:
        """Fork the sentinel and return its process id."""
        context = get_mp_context()
        self.stop_event, self.start_event = context.Event(), context.Event()
        arguments: tuple[Any, ...] = (
            self.stop_event,
            self.start_event,
            self.cluster_id,
            self.broker,
            self.timeout,
        )
        self.sentinel = context.Process(target=SturdySentinel, name="sentinel", args=arguments)
        self.sentinel.start()
        return self.sentinel.pid
