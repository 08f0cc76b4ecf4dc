"""make run: everything Solidus needs, the site and its worker, until Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping

from stack import database, packages, ports, virtualenv
from stack.console import Interrupted, RefusedError, end_with, ignore_signals, say
from stack.process import Process, stop
from stack.project import PYTHON, ROOT, VAR, only_one
from stack.services import Services, end_leftovers
from stack.supervisor import Supervisor

HEALTH_SECONDS = 120
WEB_PROCESSES = 2
WEB_THREADS = 4  # times WEB_PROCESSES stays well below PostgreSQL's max_connections


def main() -> None:
    """Prepare what is missing, start all, and stay until a signal comes."""
    port = _wanted_port()
    with only_one("run") as lock:
        end_leftovers("run")
        if not ports.is_free(port):
            raise RefusedError(
                f"Port {port} is taken by another program. Choose another: make run PORT={port + 1}"
            )
        lock.write(f"Solidus already runs from this folder, on port {port}. Stop it: make stop")
        packages.install_missing(packages.TO_RUN)
        virtualenv.ensure(virtualenv.TO_RUN)
        _serve(port)


def _serve(port: int) -> None:
    services = Services("run", given=os.environ, quick_start=True)
    supervisor = Supervisor()
    try:
        services.start()
        services.wait_for_database()
        environment = _environment(services, port)
        database.prepare(environment)
        for process in (*services.processes, *_programs(services, environment, port)):
            supervisor.add(process)
        accounts = _list_accounts(environment)
        _wait_until_well(services, supervisor, port)
        say(accounts.communicate()[0].rstrip())
        say(f"\nCatalog  http://localhost:{port}/catalog/")
        say(f"Admin    http://localhost:{port}/admin/\nStop it with Ctrl-C.\n")
        with contextlib.suppress(Interrupted):  # from here on, to be stopped is no failure
            supervisor.watch()
    finally:
        ignore_signals()
        if services.processes:
            say("Stopping")
        stop([process for process in supervisor.processes if process not in services.processes])
        services.stop()


def _programs(services: Services, environment: Mapping[str, str], port: int) -> list[Process]:
    """The web server and the worker."""
    server = [
        str(PYTHON),
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    size = [
        "--workers",
        str(WEB_PROCESSES),
        "--blocking-threads",
        str(WEB_THREADS),
        "--no-access-log",
    ]
    commands = {
        "web": [*server, *size, "--log-level", "warning", "solidus.wsgi:application"],
        "worker": [str(PYTHON), "manage.py", "run_worker", "--skip-checks"],
    }
    remembered_in = services.home / "processes.json"
    return [
        Process(name, command, remembered_in, dict(environment), ROOT)
        for name, command in commands.items()
    ]


def _environment(services: Services, port: int) -> dict[str, str]:
    """What the settings read; what the reader has set wins."""
    defaults = {
        "DJANGO_SETTINGS_MODULE": "solidus.settings.development",
        "SOLIDUS_VAR": str(VAR),
        "BASE_URL": f"http://localhost:{port}",
        "PYTHONUNBUFFERED": "1",
    }
    return defaults | services.environment()


def _list_accounts(environment: Mapping[str, str]) -> subprocess.Popen:
    command = [PYTHON, "manage.py", "demo_accounts", "--skip-checks"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def _wait_until_well(services: Services, supervisor: Supervisor, port: int) -> None:
    """Until /health/ answers 200; what is not well after HEALTH_SECONDS is shown."""
    deadline = time.monotonic() + HEALTH_SECONDS
    while not services.search_answers() and time.monotonic() < deadline:
        supervisor.watch(seconds=0.3)
    while (trouble := _trouble(port)) and time.monotonic() < deadline:
        supervisor.watch(seconds=0.3)
    if trouble:
        say(f"Not everything is well: {trouble}")


def _trouble(port: int) -> str:
    """Empty when /health/ is well, else what it says."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10):
            return ""
    except urllib.error.HTTPError as answer:
        return answer.read().decode(errors="replace")
    except OSError as error:
        return str(error)


def _wanted_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise RefusedError(f"PORT={text} is not a port number.")
    return int(text)


if __name__ == "__main__":
    end_with(main)
