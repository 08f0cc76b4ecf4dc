"""Code that nothing uses, as vulture finds it; what only the tests use is dead as well.

`python -m tests.system.dead_code` prints it. What the framework asks for by its name is no dead
code: see `_is_hook`. Templates use names too, and settings, addresses and jobs name code in texts.
"""

import ast
import enum
import importlib
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
from vulture import Vulture
from vulture.config import make_config
from vulture.core import Item

from .architecture_map import ROOT, room_names

MIGRATIONS = "migrations"
SETTINGS = "settings"
# Classes inside of others that the framework reads, whatever they hold.
OPTIONS = ("Meta", "Media")
_IN_TEMPLATES = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w+")
# In quotes, also behind a part that an f-string puts in.
_DOTTED = re.compile(r"""["'}](?:[a-z_]\w*)?(?:\.\w+)*\.(\w+)["']""")


def dead_code() -> list[str]:
    """Where there is code that nothing uses, and what it is called."""
    config = make_config([])
    vulture = Vulture(
        ignore_names=config["ignore_names"], ignore_decorators=config["ignore_decorators"]
    )
    vulture.scavenge([str(ROOT / name) for name in config["paths"]], exclude=config["exclude"])
    named = _named_in_texts()
    return [
        f"{item.filename.relative_to(ROOT)}:{item.first_lineno}: {item.message}"
        for item in vulture.get_unused_code(config["min_confidence"])
        if item.name not in named and MIGRATIONS not in item.filename.parts and not _is_hook(item)
    ]


def _named_in_texts() -> set[str]:
    """The names in what stands in braces in templates, and the last of dotted ones in code."""
    found = set()
    for room in room_names():
        for path in (ROOT / room).rglob("*.*"):
            if path.suffix in (".html", ".jinja", ".txt", ".xml", ".svg"):
                for braces in _IN_TEMPLATES.findall(path.read_text()):
                    found.update(_NAME.findall(braces))
            elif path.suffix == ".py":
                found.update(_DOTTED.findall(path.read_text()))
    return found


def _is_hook(item: Item) -> bool:
    """Whether the framework asks for it, since it stands on a class, by its name.

    A base has a member of the name, also a base of a subclass where the class is a mixin; or it is
    a field of a model, form or block, a value of an enumeration, an option, or a setting.
    """
    if item.name in _fields() or (item.name.isupper() and SETTINGS in str(item.filename)):
        return True
    if item.typ == "attribute":
        return item.name in _foreign_attributes()
    path = _class_around(item)
    if path is None:
        return False
    if path.rpartition(".")[2] in OPTIONS:
        return True
    cls = importlib.import_module(_module(item.filename))
    for name in path.split("."):
        cls = getattr(cls, name)
    return any(item.name in _foreign_names(one) for one in (cls, *_subclasses(cls)))


@cache
def _fields() -> set[str]:
    from django.apps import apps

    return {
        name
        for model in apps.get_models()
        for field in model._meta.get_fields()
        for name in (field.name, getattr(field, "attname", ""))
    }


@cache
def _foreign_attributes() -> set[str]:
    own = {cls for cls in _subclasses(object) if _is_own(cls)}
    return {name for cls in own for name in _foreign_names(cls)}


def _is_own(cls: type) -> bool:
    return str(cls.__module__).partition(".")[0] in _rooms()


@cache
def _rooms() -> set[str]:
    return set(room_names())


def _subclasses(cls: type) -> set[type]:
    found, waiting = set(), [cls]
    while waiting:
        new = set(type.__subclasses__(waiting.pop())) - found
        found |= new
        waiting += new
    return found


@cache
def _foreign_names(cls: type) -> set[str]:
    """The names of the members of the bases that are not ours."""
    if issubclass(cls, enum.Enum):
        return set(cls.__members__)
    names = set()
    for base in cls.__mro__:
        if not _is_own(base):
            names |= {*vars(base), *vars(base).get("__annotations__", {})}
    for kind in ("base_fields", "base_blocks"):
        names |= set(getattr(cls, kind, ()))
    return names


def _class_around(item: Item) -> str | None:
    """The innermost class around the line, with those around it."""
    found = None
    for name, first, last in _classes(item.filename):
        if first < item.first_lineno <= last:
            found = name
    return found


@cache
def _classes(path: Path) -> list[tuple[str, int, int]]:
    return list(_classes_in(ast.parse(path.read_text()), ""))


def _classes_in(node: ast.AST, outer: str) -> Iterator[tuple[str, int, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            name = f"{outer}.{child.name}" if outer else child.name
            yield name, child.lineno, child.end_lineno
            yield from _classes_in(child, name)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidus.settings.development")
    django.setup()
    # With the addresses all modules of views are there, so that a mixin knows its subclasses.
    importlib.import_module("solidus.urls")
    sys.exit("\n".join(dead_code()) or None)
