"""One started program: it dies with its starter, it is remembered on disk, it stops in order.

Three safeguards against orphans. Every program leads a process group of its own, so that what
it forked is stopped with it. The kernel sends it its stop signal when the starter dies, however
that dies. And its id is written down, so that a next start can end what was left in spite of that.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass
class Process:
    """A program to run beside this one.

    `identity` are the arguments by which Popen changes the user; `output` a file for what it
    prints (None: a pipe, for whoever reads `popen.stdout`).
    """

    name: str
    command: list[str]
    remembered_in: Path
    environment: dict[str, str] | None = None
    folder: Path | None = None
    identity: dict[str, object] = field(default_factory=dict)
    output: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    popen: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it. Call it from the main thread: the kernel watches the thread that forks."""
        libc = ctypes.CDLL(None)
        stdout = self.output.open("ab") if self.output else subprocess.PIPE
        self.popen = subprocess.Popen(
            self.command,
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # Safe beside threads: the child only makes one call of a library loaded before.
            preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, self.stop_signal),  # noqa: PLW1509
            **self.identity,
        )
        if self.output:
            stdout.close()
        _remember(self.remembered_in, self.name, self.popen.pid, self.stop_signal)

    def restart(self) -> None:
        """Start it again after it ended, without what it may have left of its group."""
        _kill_group(self.popen.pid)
        self.start()

    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.popen is not None and self.popen.poll() is None

    def last_words(self) -> str:
        """The last line of its log that says something, for a message about its failure."""
        lines = self.output.read_text(errors="replace").splitlines() if self.output else []
        return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


def stop(processes: list[Process], seconds: float = 20) -> None:
    """Ask all of them to end at once, wait, then end what is left of their groups."""
    started = [process for process in processes if process.popen]
    for process in started:
        if process.running():
            process.popen.send_signal(process.stop_signal)
    deadline = time.monotonic() + seconds
    for process in started:
        try:
            process.popen.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.popen.kill()
            process.popen.wait()
        _kill_group(process.popen.pid)
        process.popen = None
        _forget(process.remembered_in, process.name)


def stop_leftovers(remembered_in: Path, seconds: float = 20) -> list[str]:
    """End the programs an earlier start left behind when it was killed; returns their names."""
    ours = {name: entry for name, entry in _read(remembered_in).items() if _is_ours(entry)}
    living = {name: entry for name, entry in ours.items() if _leader_lives(entry)}
    for entry in living.values():
        os.kill(entry["pid"], entry["signal"])
    deadline = time.monotonic() + seconds
    while any(_leader_lives(entry) for entry in living.values()) and time.monotonic() < deadline:
        time.sleep(0.1)
    for entry in ours.values():
        _kill_group(entry["pid"])
    remembered_in.unlink(missing_ok=True)
    return sorted(living)


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # all of it has ended, as it should
        os.killpg(leader, signal.SIGKILL)


def _start_time(pid: int) -> int | None:
    """When a process started, in clock ticks since boot: tells it from a later one with its id."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, start_time = after_name[0], int(after_name[19])
    return None if state == "Z" else start_time


def _boot() -> str:
    """This boot of the machine: process ids and start times begin anew with the next."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _leader_lives(entry: dict) -> bool:
    return _start_time(entry["pid"]) == entry["started"]


def _is_ours(entry: dict) -> bool:
    """Whether the entry's group is the one that was started, not a later one with its id."""
    return entry["boot"] == _boot() and _start_time(entry["pid"]) in (None, entry["started"])


def _read(path: Path) -> dict[str, dict]:
    return json.loads(path.read_text()) if path.exists() else {}


def _remember(path: Path, name: str, pid: int, stop_signal: signal.Signals) -> None:
    entry = {
        "pid": pid,
        "started": _start_time(pid),
        "boot": _boot(),
        "signal": int(stop_signal),
    }
    _write(path, _read(path) | {name: entry})


def _forget(path: Path, name: str) -> None:
    _write(path, {other: entry for other, entry in _read(path).items() if other != name})


def _write(path: Path, entries: dict[str, dict]) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(entries, indent=1))
    beside.replace(path)
