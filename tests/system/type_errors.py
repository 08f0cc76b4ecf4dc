"""The type checker, held against the errors that stood when it came: types-baseline.txt.

`python -m tests.system.type_errors` fails on an error that is not in the baseline, and on one that
is there and mended; with `--write` it takes out the mended ones. Nothing puts one in.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
BASELINE = ROOT / "types-baseline.txt"
# Packages of which the baseline may hold nothing.
WITHOUT_ERRORS = (
    "exchange/",
    "jobs/",
    "catalog/attribute_types/",
    "catalog/pricing/",
    "catalog/schema/",
    "catalog/segments/",
)


def main() -> str | None:
    """Compare, or write; what is wrong, if anything is."""
    return _write(_found()) if "--write" in sys.argv else _compare(_found())


def _found() -> str:
    done = _run(PROGRAMS / "mypy", "--no-error-summary")
    if done.returncode > 1:
        sys.exit(f"The type checker could not run:\n{done.stdout}")
    return done.stdout


def _compare(found: str) -> str | None:
    done = _run(PROGRAMS / "mypy-baseline", "filter", "--hide-stats", errors=found)
    if new := done.stdout.strip():
        return f"Type errors that are new:\n{new}"
    if done.returncode:
        return f"{BASELINE.name} holds type errors that are mended: make types takes them out"
    return None


def _write(found: str) -> str | None:
    before = BASELINE.read_text()
    _run(PROGRAMS / "mypy-baseline", "sync", errors=found)
    grown = _messages(BASELINE.read_text()) - _messages(before)
    if not grown:
        return None
    BASELINE.write_text(before)
    return "\n".join(["Nothing is written: these type errors are new.", *grown.elements()])


def _messages(baseline: str) -> Counter[str]:
    """The errors without their files: a module that moves takes its errors along."""
    return Counter(line.partition(" ")[2] for line in baseline.splitlines())


def _run(*command: Path | str, errors: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        input=errors,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


if __name__ == "__main__":
    sys.exit(main())
