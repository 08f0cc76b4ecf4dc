"""make test: all tests, on services of their own; arguments go to pytest.

The last line of the output is pytest's own, and the exit code is pytest's.
"""

from __future__ import annotations

import subprocess
import sys

from stack import packages, template_database, virtualenv
from stack.console import end_with
from stack.project import PYTHON, ROOT, VAR, only_one
from stack.services import throwaway_services

# Tests that wait (for a worker, a browser, Elasticsearch) leave a processor to a third process.
ALL_TESTS = ("-n", "3", "--dist", "worksteal")


def main() -> int:
    """Prepare, start the services, run pytest."""
    with only_one("test") as lock:
        lock.write("make test already runs in this folder.")
        packages.install_missing(packages.TO_TEST)
        virtualenv.ensure(virtualenv.TO_TEST)
        with throwaway_services("test", quick_start=True) as services:
            services.wait_for_database()
            environment = services.environment() | {
                "DJANGO_SETTINGS_MODULE": "solidus.settings.test",
                "SOLIDUS_VAR": str(VAR / "test"),
            }
            template = template_database.ensure(services.postgresql, environment)
            environment["TEST_DATABASE_TEMPLATE"] = template
            services.wait_for_search()
            command = [PYTHON, "-m", "pytest", *(sys.argv[1:] or ALL_TESTS)]
            return subprocess.call(command, cwd=ROOT, env=environment)


if __name__ == "__main__":
    end_with(main)
