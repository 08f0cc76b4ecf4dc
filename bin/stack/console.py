"""Talk to the person at the terminal: one line for what happens, one line for what stops it."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from collections.abc import Callable


class RefusedError(Exception):
    """Something only the reader can put right; the text says what it is and what to do."""


class Interrupted(BaseException):
    """Ctrl-C, `make stop`, or a terminal that went away: no error, but everything is to stop."""


def say(text: str) -> None:
    """Print one line at once. That nobody reads any more (`make run | head`) stops nothing."""
    with contextlib.suppress(BrokenPipeError):
        print(text, flush=True)


def on_signals_raise_interrupted() -> None:
    """From here on the usual signals raise Interrupted in the main thread, once."""

    def interrupt(number: int, _frame: object) -> None:
        ignore_signals()
        raise Interrupted(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def ignore_signals() -> None:
    """Let an orderly stop run to its end, however often Ctrl-C is pressed."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def end_with(program: Callable[[], int | None]) -> None:
    """Run a program and exit with its code; what the reader can put right becomes one line."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python reads this file as well
        sys.exit(f"Solidus needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    os.umask(0o022)  # the service user reads some of what is made here
    on_signals_raise_interrupted()
    try:
        sys.exit(program() or 0)
    except RefusedError as refusal:
        sys.exit(str(refusal))
    except Interrupted:
        sys.exit(130)
    except OSError as error:
        sys.exit(_in_one_line(error))


def _in_one_line(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"No room left on the disk ({error.filename or 'writing'}): free some, run it again."
    if isinstance(error, PermissionError):
        return f"No permission for {error.filename}: run it as the user who ran it the first time."
    raise error
