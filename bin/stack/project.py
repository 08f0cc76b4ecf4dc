"""Where things are: the project, its `var/` folder and the folders of its services."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stack.console import RefusedError
from stack.service_user import as_service_user, may_enter, service_user

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("SOLIDUS_VAR") or ROOT / "var").resolve()
PYTHON = ROOT / ".venv" / "bin" / "python"


def make_var() -> None:
    """Make the folder of all data, or close it: it is private to its user.

    Started by root, the service user passes through it to `services`, and sees nothing else.
    """
    is_ours = VAR == ROOT / "var" or not VAR.exists()
    VAR.mkdir(parents=True, exist_ok=True)
    if is_ours:
        VAR.chmod(0o711 if os.geteuid() == 0 else 0o700)
    for folder in (VAR / "media", VAR / "private", VAR / "mail"):
        if folder.is_dir():
            folder.chmod(0o700)


def services_home() -> Path:
    """The folder of all service data, one that the service user can enter; made when missing.

    `var/services`, or, where the service user cannot reach it (a project under /root), a
    folder in /var/lib that `var/services` then points to.
    """
    link = VAR / "services"
    if not link.exists():
        make_var()
        if may_enter(VAR, service_user()):
            link.mkdir()
        else:
            elsewhere = Path("/var/lib/solidus") / hashlib.sha256(bytes(VAR)).hexdigest()[:12]
            elsewhere.mkdir(parents=True, exist_ok=True)
            link.unlink(missing_ok=True)
            link.symlink_to(elsewhere)
        link.chmod(0o711)
    return link.resolve()


def make_service_folder(path: Path) -> Path:
    """Make a folder under services_home() that belongs to the service user alone."""
    if not path.exists():
        path.mkdir(mode=0o700)
        as_service_user(path)
    return path


def require_room(folder: Path, gigabytes: float, purpose: str) -> None:
    """Refuse before a long download or a new database fills the disk."""
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free / 1e9
    if free < gigabytes:
        raise RefusedError(
            f"Not enough room in {existing}: {purpose} needs {gigabytes:.1f} GB, "
            f"{free:.1f} GB are free. Free some and run it again."
        )


@contextmanager
def only_one(name: str) -> Iterator[Lock]:
    """Hold `var/NAME.lock` while the block runs; RefusedError, in the holder's words, if held."""
    make_var()
    lock = Lock(VAR / f"{name}.lock")
    with lock.path.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(lock.describe_holder()) from None
        lock.write("")
        yield lock
        lock.write("")


class Lock:
    """A lock file whose text tells others who holds it: a process id, then a sentence."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, sentence: str) -> None:
        self.path.write_text(f"{os.getpid()}\n{sentence}\n")

    def holder(self) -> int | None:
        """The process id of who holds the lock now, None when nobody does."""
        if not self.path.exists():
            return None
        with self.path.open() as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(handle.readline())
        return None

    def describe_holder(self) -> str:
        """What the holder said of itself."""
        return self.path.read_text().partition("\n")[2].strip()
