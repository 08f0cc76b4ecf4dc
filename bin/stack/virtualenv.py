"""The virtual environment `.venv`, filled from the pinned requirements."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

from stack.console import RefusedError, say
from stack.project import PYTHON, ROOT, require_room

TO_RUN = ("requirements.txt",)
TO_TEST = ("requirements.txt", "requirements-dev.txt")


def ensure(files: tuple[str, ...]) -> None:
    """Make `.venv` when it is missing or broken, and install from the files that have changed."""
    folder = ROOT / ".venv"
    if not _works():
        require_room(folder, 1.0, "the virtual environment")
        say("Making the virtual environment .venv")
        _run(sys.executable, "-m", "venv", "--clear", str(folder))
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        changed = [name for name in files if not _stamp(folder, name).exists()]
        if changed:
            _install(folder, changed)


def _install(folder: Path, names: list[str]) -> None:
    require_room(folder, 0.8, "Python packages")
    say(f"Installing Python packages from {' and '.join(names)}")
    options = [part for name in names for part in ("--requirement", str(ROOT / name))]
    _run(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *options)
    for name in names:
        for old in folder.glob(f".installed-{name}-*"):
            old.unlink()
        _stamp(folder, name).touch()


def _stamp(folder: Path, name: str) -> Path:
    digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()[:16]
    return folder / f".installed-{name}-{digest}"


def _works() -> bool:
    if not PYTHON.exists():
        return False
    return subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0


def _run(*command: str) -> None:
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        reason = next(
            (line for line in lines if line.startswith("ERROR:")),
            lines[-1] if lines else "no reason given",
        )
        raise RefusedError(f"{' '.join(command[1:4])} failed: {reason}")
