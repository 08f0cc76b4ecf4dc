"""Child processes with resource limits, for programs that read untrusted files.

One kind of child process for workbooks, pictures and metadata: limited in memory, processor time,
time on the clock and size of what it writes, without input, without our environment and open
files, and killed with all that it started. What it finds comes back through its output or a file
in its folder. The limits are set by util-linux, so that nothing of ours runs between fork and exec
in a process with threads.
"""

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

# Processor time is what counts on a busy machine; the clock ends what only waits.
CLOCK_FACTOR = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: bytes of memory, seconds of processor time, bytes of one file.

    A child that nobody waits for is nice: it leaves the processor to those who do.
    """

    memory: int
    seconds: int
    file_size: int = 64_000_000
    is_nice: bool = False

    @property
    def seconds_of_clock(self) -> int:
        """When it is ended however little it did."""
        return self.seconds * CLOCK_FACTOR


@dataclass(frozen=True, slots=True)
class Finished:
    """How a child ended and what it said; a negative code is the signal that ended it."""

    code: int
    output: bytes
    errors: bytes


@contextmanager
def limited_process(
    command: Sequence[str], limits: Limits, *, folder: Path, output: IO | int, errors: IO | int
) -> Iterator[subprocess.Popen]:
    """`command` while it runs; when the block ends, all that is left of it is killed.

    `folder` is where it works and may write. Output to `subprocess.PIPE` is for the block to read.
    """
    process = subprocess.Popen(  # noqa: S603 - no shell; every argument is ours
        _with_limits(command, limits),
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        close_fds=True,
        start_new_session=True,
    )
    clock = threading.Timer(limits.seconds_of_clock, _kill, [process])
    clock.daemon = True
    clock.start()
    try:
        yield process
    finally:
        clock.cancel()
        _kill(process)
        process.wait()
        if process.stdout:
            process.stdout.close()


def run_limited(command: Sequence[str], limits: Limits, *, folder: Path) -> Finished:
    """Run `command` to its end, or to that of its limits."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        with limited_process(
            command, limits, folder=folder, output=output, errors=errors
        ) as process:
            code = wait_for_end(process)
        output.seek(0)
        errors.seek(0)
        return Finished(code, output.read(), errors.read())


def wait_for_end(process: subprocess.Popen) -> int:
    """Wait until the child ends and return its code, a negative one for a signal.

    The child keeps its number until its block ends, so that what it started can still be killed by
    it without meeting a stranger.
    """
    if process.returncode is not None:
        return process.returncode
    end = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    return end.si_status if end.si_code == os.CLD_EXITED else -end.si_status


def _with_limits(command: Sequence[str], limits: Limits) -> list[str]:
    """The command behind programs that set its limits and then become it."""
    return [
        *(["nice", "-n", "10"] if limits.is_nice else []),
        "prlimit",
        f"--as={limits.memory}",
        f"--cpu={limits.seconds}",
        f"--fsize={limits.file_size}",
        "--core=0",
        "--",
        "setpriv",
        "--no-new-privs",
        # When the process that waits for it is killed, nobody else would end it.
        "--pdeathsig=KILL",
        "--",
        *command,
    ]


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "MALLOC_ARENA_MAX": "1",
    }


def _kill(process: subprocess.Popen) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
