"""Whom PostgreSQL and Elasticsearch run as: neither of them agrees to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path

from stack.console import RefusedError


def service_user() -> pwd.struct_passwd:
    """The current user, or for root an unprivileged system user."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RefusedError(
        "Neither the user postgres nor nobody exists here, and no database runs as root."
    )


def as_service_user(path: Path) -> None:
    """Give a file or folder to the service user."""
    if os.geteuid() == 0:
        user = service_user()
        shutil.chown(path, user.pw_uid, user.pw_gid)


def popen_identity() -> dict[str, object]:
    """The arguments that make subprocess.Popen switch from root to the service user."""
    if os.geteuid() != 0:
        return {}
    user = service_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def may_enter(folder: Path, user: pwd.struct_passwd) -> bool:
    """Whether a user may traverse a folder and all above it, by the permission bits."""
    return all(_has_search_right(part.stat(), user) for part in (folder, *folder.parents))


def _has_search_right(status: os.stat_result, user: pwd.struct_passwd) -> bool:
    if status.st_uid == user.pw_uid:
        return bool(status.st_mode & 0o100)
    if status.st_gid == user.pw_gid:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)
