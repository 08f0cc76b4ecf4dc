"""The system packages Solidus needs: the one list, and their installation by apt."""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stack.console import RefusedError, say


@dataclass(frozen=True)
class Requirement:
    """Something the machine must have, how to see that it has it, and the packages with it."""

    purpose: str
    present: Callable[[], bool]
    packages: tuple[str, ...]


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _all_of(*names: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(name) for name in names)


def _postgresql_present() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or bool(shutil.which("initdb"))


def _venv_present() -> bool:
    return bool(importlib.util.find_spec("ensurepip")) and bool(importlib.util.find_spec("venv"))


def _imagemagick_present() -> bool:
    libraries = ("MagickWand-6.Q16", "MagickWand-7.Q16HDRI", "MagickWand-7.Q16")
    return any(ctypes.util.find_library(name) for name in libraries)


TO_RUN = (
    Requirement("virtual environment", _venv_present, ("python3-venv",)),
    Requirement("database", _postgresql_present, ("postgresql", "postgresql-contrib")),
    Requirement("limits of processes", _all_of("prlimit", "setpriv"), ("util-linux",)),
    Requirement("file metadata", _program("exiftool"), ("libimage-exiftool-perl",)),
    Requirement("pictures", _imagemagick_present, ("imagemagick",)),
    Requirement("video", _program("ffmpeg"), ("ffmpeg",)),
    Requirement("PDF and EPS", _program("gs"), ("ghostscript",)),
)
TO_TEST = (
    *TO_RUN,
    Requirement(
        "browser", _program("chromium-headless-shell", "chromium"), ("chromium-headless-shell",)
    ),
    Requirement("Redis", _program("redis-server"), ("redis-server",)),
)


def install_missing(requirements: tuple[Requirement, ...]) -> None:
    """Install by apt what is missing; RefusedError names it where that is not possible."""
    missing = [name for need in requirements if not need.present() for name in need.packages]
    if not missing:
        return
    names = " ".join(missing)
    if not shutil.which("apt-get"):
        raise RefusedError(
            f"Missing on this machine, which has no apt; install and run it again: {names}"
        )
    say(f"Installing system packages: {names}")
    _apt(["update"], names)
    _apt(["install", "--yes", "--no-install-recommends", *missing], names)
    still = [need.purpose for need in requirements if not need.present()]
    if still:
        raise RefusedError(f"Installed {names}, but still missing for: {', '.join(still)}")


def _apt(arguments: list[str], names: str) -> None:
    command = [
        *_as_root(names),
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-qq",
        *arguments,
    ]
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if line.startswith(("E:", "sudo:"))] or [
            "no reason given"
        ]
        raise RefusedError(f"apt could not install {names}: {lines[-1]}")


def _as_root(names: str) -> list[str]:
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        raise RefusedError(
            f"Neither root nor sudo here. As root, then run it again: apt-get install {names}"
        )
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "--non-interactive"]
