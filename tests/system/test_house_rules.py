"""The checks that are no tests of behaviour: style, floors, migrations, deployment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
DEPLOYMENT = {
    "DJANGO_SETTINGS_MODULE": "solidus.settings.production",
    "SECRET_KEY": "only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "solidus.example",
    "BASE_URL": "https://solidus.example",
    "EMAIL_URL": "smtp+tls://mail.example:587",
    "DEFAULT_FROM_EMAIL": "parts@solidus.example",
}
CHECKS = {
    "ruff check": ((PROGRAMS / "ruff", "check"), {}),
    "ruff format": ((PROGRAMS / "ruff", "format", "--check"), {}),
    "floors of the house": ((PROGRAMS / "lint-imports",), {}),
    "deployment": ((*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), DEPLOYMENT),
}


@pytest.mark.parametrize("name", CHECKS)
def test_house_rule_holds(name):
    command, settings = CHECKS[name]
    done = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, f"{name}:\n{done.stdout}"


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
