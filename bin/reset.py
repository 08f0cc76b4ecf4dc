"""make reset: stop, and remove the database, the search index, the media and all else in var/.

What was only fetched (Elasticsearch's program files) stays. Asks first; CONFIRM=yes answers.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from stack.console import RefusedError, end_with, say
from stack.project import ROOT, VAR
from stop import stop_running

ANSWER = "yes"


def main() -> None:
    """Ask, stop, remove."""
    if VAR != ROOT / "var":
        raise RefusedError(
            f"SOLIDUS_VAR is {VAR}, a folder of yours: make reset only empties {ROOT / 'var'}."
        )
    _confirm()
    stop_running()
    for path in _data():
        _remove(path)
    say("Removed. make run begins anew.")
    if os.environ.get("DATABASE_URL"):
        say("The database of DATABASE_URL was left as it is.")


def _confirm() -> None:
    if os.environ.get("CONFIRM") == ANSWER:
        return
    if not sys.stdin.isatty():
        raise RefusedError(
            "make reset asks first, and nobody is here to ask. To go ahead: make reset CONFIRM=yes"
        )
    if (
        input(f"Remove the database, the index and all media under {VAR}? Type yes: ").strip()
        != ANSWER
    ):
        raise RefusedError("Nothing was removed.")


def _data() -> list[Path]:
    """Everything in var/ but the locks and what was fetched."""
    entries = [path for path in VAR.glob("*") if path.name != "services" and path.suffix != ".lock"]
    return entries + [
        path for path in VAR.glob("services/*") if not path.name.startswith("elasticsearch-")
    ]


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


if __name__ == "__main__":
    end_with(main)
