"""Bring the database to the state of the code: migrate, and fill it when it is empty."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from stack.console import RefusedError, say
from stack.project import PYTHON, ROOT, VAR

FIXTURE = "fixtures/initial_data.json"
UNFINISHED = VAR / "first-data-unfinished"


def prepare(environment: Mapping[str, str]) -> None:
    """Migrate when something is missing, load the first data into an empty database."""
    state = _state(environment)
    if state["unknown"]:
        raise RefusedError(
            f"The database is newer than this code (it has {', '.join(state['unknown'][:3])}): "
            "use the newer code, or begin anew with: make reset"
        )
    if state["empty"]:
        UNFINISHED.touch()
    if state["pending"]:
        say("Migrating the database")
        manage(environment, "migrate", "--verbosity", "0")
    if UNFINISHED.exists():
        say("Loading the first data")
        manage(environment, "loaddata", "--verbosity", "0", FIXTURE)
        manage(environment, "create_dev_data")
        say("Making the products searchable")
        manage(environment, "follow_changes")
        UNFINISHED.unlink()


def manage(environment: Mapping[str, str], *arguments: str) -> None:
    """Run a management command that shows its own output; RefusedError when it fails."""
    done = subprocess.run([PYTHON, "manage.py", *arguments], check=False, cwd=ROOT, env=environment)
    if done.returncode:
        raise RefusedError(f"manage.py {arguments[0]} failed; its own words are above.")


def _state(environment: Mapping[str, str]) -> dict:
    """What `database_state.py`, run with Django, found out."""
    program = Path(__file__).with_name("database_state.py")
    done = subprocess.run(
        [PYTHON, program], check=False, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise RefusedError(f"The database cannot be used: {lines[-1]}")
    return json.loads(done.stdout)
