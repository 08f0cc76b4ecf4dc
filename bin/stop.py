"""make stop: end the `make run` of this folder, wherever it was started."""

from __future__ import annotations

import os
import signal
import time

from stack.console import RefusedError, end_with, say
from stack.project import VAR, Lock
from stack.services import end_leftovers

STOP_SECONDS = 90


def stop_running() -> bool:
    """Stop `make run` and what a killed one left behind; whether there was one."""
    lock = Lock(VAR / "run.lock")
    pid = lock.holder()
    if pid:
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while lock.holder() == pid:
            if time.monotonic() > deadline:
                raise RefusedError(f"Process {pid} does not end; look at it with: ps -fp {pid}")
            time.sleep(0.2)
    end_leftovers("run")
    return pid is not None


def main() -> None:
    """Stop it and say so."""
    say("Stopped." if stop_running() else "Nothing runs here.")


if __name__ == "__main__":
    end_with(main)
