"""A migrated database that test databases are copied from, made again when a migration changes.

Migrating takes half a minute for every process that tests; a copy takes a second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from stack.database import manage
from stack.postgresql import PostgreSQL
from stack.project import ROOT

PREFIX = "migrated_"
UNFINISHED = "being_migrated"
# Migrations make functions of what stands in these modules.
OF_FUNCTIONS = (
    "console/spelling.py",
    "console/numbers.py",
    "catalog/attribute_types/unique_keys.py",
)


def ensure(postgresql: PostgreSQL, environment: Mapping[str, str]) -> str:
    """The name of the database that the code's migrations were applied to; outdated ones go."""
    name = PREFIX + _digest()
    present = postgresql.databases()
    if name in present:
        return name
    for outdated in present:
        if outdated.startswith(PREFIX) or outdated == UNFINISHED:
            postgresql.execute(f"DROP DATABASE {outdated}")
    postgresql.execute(f"CREATE DATABASE {UNFINISHED}")
    where = {**environment, "DATABASE_URL": postgresql.url(UNFINISHED)}
    manage(where, "migrate", "--verbosity", "0", "--skip-checks")
    postgresql.execute(f"ALTER DATABASE {UNFINISHED} RENAME TO {name}")
    return name


def _digest() -> str:
    """Stands for every migration there is: the project's own and those of the pinned packages."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for module in OF_FUNCTIONS:
        digest.update((ROOT / module).read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.*")):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
