"""How the worker of a test starts: in a process forked from a loaded site, or anew."""

import os
import sys
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from unittest import mock

from django.conf import settings

from tests.jobs.process_names import FOLLOWERS

COMMAND = ["manage.py", "run_worker", "--skip-checks", "--grace", "2"]
# Differ from start to start, by the test or the terminal, and no setting is read from them.
OF_NO_SETTING = {"PYTEST_CURRENT_TEST", "DJANGO_ALLOW_ASYNC_UNSAFE", "LINES", "COLUMNS"}

context = get_context("forkserver")
context.set_forkserver_preload(["tests.jobs.worker_site"])


def start_worker(environment: dict[str, str]) -> ForkServerProcess:
    """Start `manage.py run_worker` in this environment.

    The first that is started tells in which environment the site is loaded.
    """
    process = context.Process(target=_be_worker, args=(environment, str(settings.BASE_DIR)))
    with mock.patch.dict(os.environ, environment, clear=True):
        process.start()
    return process


def _be_worker(environment: dict[str, str], folder: str) -> None:
    """Go on in the loaded site where that is of this environment, else as a new program."""
    from tests.jobs.worker_site import ENVIRONMENT

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    # A worker whose queue died starts anew by it.
    sys.orig_argv[:] = [sys.executable, *COMMAND]
    if _of_settings(environment) != _of_settings(ENVIRONMENT):
        os.execv(sys.executable, sys.orig_argv)
    # It was forked itself, which its settings take for one of those that do jobs.
    os.environ["PGAPPNAME"] = FOLLOWERS
    from django.core.management import execute_from_command_line

    execute_from_command_line(COMMAND)


def _of_settings(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in OF_NO_SETTING}
