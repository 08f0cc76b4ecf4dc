"""make test: all tests, on services of their own; arguments go to pytest.

The last line of the output is pytest's own, and the exit code is pytest's.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from stack import packages, template_database, virtualenv
from stack.console import end_with
from stack.project import PYTHON, ROOT, VAR, only_one
from stack.services import Services, throwaway_services

# Tests that wait (for a worker, a browser, Elasticsearch) leave the two processors to others.
ALL_TESTS = ("-n", "4", "--dist", "worksteal")


def main() -> int:
    """Prepare, start the services, run pytest."""
    with only_one("test") as lock:
        lock.write("make test already runs in this folder.")
        packages.install_missing(packages.TO_TEST)
        virtualenv.ensure(virtualenv.TO_TEST)
        arguments = sys.argv[1:]
        # All tests need Elasticsearch soon; a few do perhaps, which they find out first.
        with throwaway_services("test", quick_start=True, search=not arguments) as services:
            services.wait_for_database()
            environment = services.environment() | {
                "DJANGO_SETTINGS_MODULE": "solidus.settings.test",
                "SOLIDUS_VAR": str(VAR / "test"),
            }
            template = template_database.ensure(services.postgresql, environment)
            environment["TEST_DATABASE_TEMPLATE"] = template
            return run_pytest(arguments or ALL_TESTS, environment, services)


def run_pytest(arguments: Sequence[str], environment: Mapping[str, str], services: Services) -> int:
    """pytest's exit code. Elasticsearch starts meanwhile, at the latest when pytest asks for it."""
    command = [PYTHON, "-m", "pytest", *arguments]
    asked = services.home / "elasticsearch-asked"
    asked.unlink(missing_ok=True)
    if not services.is_search_started:
        environment = {**environment, "TEST_ELASTICSEARCH_ASKED": str(asked)}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as pytest:
        try:
            while not services.is_search_started and pytest.poll() is None:
                if asked.exists():
                    services.start_search()
                time.sleep(0.2)
            services.wait_for_search()
        except BaseException:
            pytest.terminate()
            raise
        return pytest.wait()


if __name__ == "__main__":
    end_with(main)
