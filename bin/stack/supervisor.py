"""Keep programs running side by side: show what they print, start again what ends."""

from __future__ import annotations

import threading
import time
from collections import deque

from stack.console import RefusedError, say
from stack.process import Process

RESTARTS = 5
WITHIN_SECONDS = 60.0
LOOK_SECONDS = 0.3


class Supervisor:
    """Watches processes that are started elsewhere, and those added here.

    A program that ends is started again; one that ends RESTARTS times WITHIN_SECONDS is not
    going to recover, and is RefusedError.
    """

    def __init__(self) -> None:
        self.processes: list[Process] = []
        self.endings: dict[str, deque[float]] = {}

    def add(self, process: Process) -> None:
        """Watch a process from now on, and start it unless it runs."""
        if not process.running():
            process.start()
        self.processes.append(process)
        self._relay(process)

    def watch(self, seconds: float = float("inf")) -> None:
        """Look after the processes for some seconds, or until a signal comes."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for process in self.processes:
                if not process.running():
                    self._start_again(process)
            time.sleep(LOOK_SECONDS)

    def _start_again(self, process: Process) -> None:
        now = time.monotonic()
        endings = self.endings.setdefault(process.name, deque(maxlen=RESTARTS))
        endings.append(now)
        if len(endings) == RESTARTS and now - endings[0] < WITHIN_SECONDS:
            raise RefusedError(
                f"{process.name} ends again and again; its own words are above or in its log."
            )
        say(f"{process.name} ended with code {process.popen.returncode}; starting it again")
        process.restart()
        self._relay(process)

    def _relay(self, process: Process) -> None:
        """Show what a process without a log file prints, line by line, its name in front."""
        if process.popen.stdout:
            threading.Thread(
                target=_relay_lines, args=(process.name, process.popen.stdout), daemon=True
            ).start()


def _relay_lines(name: str, stream: object) -> None:
    for line in stream:
        say(f"{name:<7}| {line.decode(errors='replace').rstrip()}")
