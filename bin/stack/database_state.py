"""Print as JSON how the database stands to the code. Run with the project's own Python.

`empty`: nothing was ever migrated; `pending`: there are migrations to apply; `unknown`: applied
migrations of installed apps that this code does not have, so that newer code was here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def describe() -> dict[str, object]:
    """The three facts named above, from Django's own record of migrations."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    known = set(loader.disk_migrations) | {
        replaced for migration in loader.disk_migrations.values() for replaced in migration.replaces
    }
    installed = {config.label for config in apps.get_app_configs()}
    unknown = [key for key in loader.applied_migrations if key[0] in installed and key not in known]
    return {
        "empty": not loader.applied_migrations,
        "pending": bool(executor.migration_plan(loader.graph.leaf_nodes())),
        "unknown": sorted(f"{app}.{name}" for app, name in unknown),
    }


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    sys.path.remove(str(Path(__file__).parent))
    django.setup()
    json.dump(describe(), sys.stdout)
