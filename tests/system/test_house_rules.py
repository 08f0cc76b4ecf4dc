"""The checks that are no tests of behaviour: style, floors, migrations, deployment."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from wagtail import hooks

from .architecture_map import MAP, read_house, room_names, written
from .type_errors import BASELINE, WITHOUT_ERRORS

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
    "types": ((sys.executable, "-m", "tests.system.type_errors"), {}),
    "dead code": ((sys.executable, "-m", "tests.system.dead_code"), {}),
    "deployment": ((*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), DEPLOYMENT),
}


@pytest.mark.long
@pytest.mark.parametrize("name", CHECKS)
def test_house_rule_holds(name):
    command, variables = CHECKS[name]
    done = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, f"{name}:\n{done.stdout}"


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_map_of_the_house_shows_it_as_it_is():
    house = read_house()
    units = [*house.rooms.values(), *house.subjects.values()]
    assert [unit.name for unit in units if not unit.purpose] == []
    assert MAP.read_text() == written(house), "make map writes it anew"


def test_the_baseline_has_no_type_error_of_a_package_that_is_to_have_none():
    assert all((ROOT / name).is_dir() for name in WITHOUT_ERRORS)
    errors = BASELINE.read_text().splitlines()
    assert [error for error in errors if error.startswith(WITHOUT_ERRORS)] == []


def test_packages_hold_no_logic():
    packages = [path for room in room_names() for path in (ROOT / room).rglob("__init__.py")]
    busy = [
        str(path.relative_to(ROOT))
        for path in packages
        if any(map(_is_logic, ast.parse(path.read_text()).body))
    ]
    assert busy == []


def test_middleware_stands_where_readers_of_the_settings_look_for_it():
    own = [name for name in settings.MIDDLEWARE if name.split(".")[0] in room_names()]
    assert own
    assert [name for name in own if "middleware" not in name.split(".")[-3:-1]] == []


@pytest.mark.parametrize("name", ["registrations", "wagtail_hooks"])
def test_what_a_subject_registers_is_loaded(name):
    hooks.search_for_hooks()
    modules = {f"catalog.{path.parent.name}.{name}" for path in ROOT.glob(f"catalog/*/{name}.py")}
    assert modules
    assert modules - sys.modules.keys() == set()


def _is_logic(node: ast.stmt) -> bool:
    """Anything but the docstring, imports, and the list of names."""
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    is_names = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    return not (is_text or is_names or isinstance(node, (ast.Import, ast.ImportFrom)))
