"""Make `.venv` with all that development needs, for the targets that need nothing else."""

from __future__ import annotations

from stack import packages, virtualenv
from stack.console import end_with


def main() -> None:
    """Install what is missing."""
    packages.install_missing(packages.TO_RUN[:1])
    virtualenv.ensure(virtualenv.TO_TEST)


if __name__ == "__main__":
    end_with(main)
