"""Run one program on services of its own: with_services.py PURPOSE PROGRAM [ARGUMENTS].

PURPOSE names the data that is used (var/services/PURPOSE). PROGRAM is found in `.venv` first.
"""

from __future__ import annotations

import os
import subprocess
import sys

from stack import packages, virtualenv
from stack.console import end_with
from stack.project import PYTHON, ROOT, VAR, only_one
from stack.services import throwaway_services


def main() -> int:
    """Prepare, start the services, run the program and return its exit code."""
    purpose, *command = sys.argv[1:]
    with only_one(purpose) as lock:
        lock.write(f"make {purpose} already runs in this folder.")
        packages.install_missing(packages.TO_TEST)
        virtualenv.ensure(virtualenv.TO_TEST)
        with throwaway_services(purpose) as services:
            services.wait_for_database()
            services.wait_for_search()
            environment = services.environment() | {
                "SOLIDUS_VAR": str(VAR / purpose),
                "PATH": f"{PYTHON.parent}:{os.environ['PATH']}",
            }
            return subprocess.call(command, cwd=ROOT, env=environment)


if __name__ == "__main__":
    end_with(main)
