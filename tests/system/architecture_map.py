"""The map of the house, read from the sources: rooms, subjects, what imports what, registries.

`python -m tests.system.architecture_map` writes docs/map.md; a test says when that is outdated.
"""

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "map.md"
# The room that is filed by subject first.
CATALOG = "catalog"
# Folders in it that Django looks for by name.
DJANGOS = ("migrations", "management", "templatetags")


@dataclass
class Unit:
    """A room, or a subject of the catalog: what it is for, and what it imports."""

    name: str
    purpose: str
    imports: set[str] = field(default_factory=set)


@dataclass(frozen=True, order=True)
class Registry:
    """A function that higher rooms and subjects call to tell a lower one what they have."""

    module: str
    function: str
    purpose: str


@dataclass
class House:
    """What the sources say."""

    rooms: dict[str, Unit]
    subjects: dict[str, Unit]
    registered_by: dict[Registry, set[str]]


def read_house() -> House:
    """Read every module of every room once."""
    rooms = {name: Unit(name, _purpose(ROOT / name)) for name in room_names()}
    layers = contract("catalog")["layers"]
    names = [name for layer in layers for name in layer.split(" | ")]
    subjects = {
        name: Unit(name, _purpose(ROOT / CATALOG / name))
        for name in names
        if (ROOT / CATALOG / name).is_dir() and name not in DJANGOS
    }
    trees, package_of = {}, {}
    for module, path in _modules(rooms):
        trees[module] = ast.parse(path.read_text())
        is_package = path.name == "__init__.py"
        package_of[module] = module if is_package else module.rpartition(".")[0]
    registries = {one: set() for tree in trees.items() for one in _registries(*tree)}
    by_name = {f"{one.module}.{one.function}": one for one in registries}
    for module, tree in trees.items():
        room, subject = module.split(".")[0], _subject(module)
        for imported in _imported(tree, package_of[module]):
            if (registry := by_name.get(imported)) and imported.rpartition(".")[0] != module:
                registries[registry].add(f"{CATALOG}.{subject}" if subject in subjects else room)
            target = imported.split(".")[0]
            if target in rooms and target != room:
                rooms[room].imports.add(target)
            below = _subject(imported)
            if subject in subjects and below in subjects and below != subject:
                subjects[subject].imports.add(below)
    return House(rooms, subjects, registries)


def room_names() -> list[str]:
    """The rooms, the highest floor first."""
    layers = contract("")["layers"]
    return [name for layer in layers for name in layer.split(" | ")]


def contract(container: str) -> dict:
    """The import contract of the rooms, or of the subjects of a room."""
    text = (ROOT / "pyproject.toml").read_text()
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    return next(one for one in contracts if one.get("containers", [""]) == [container])


def _modules(rooms: dict[str, Unit]) -> Iterator[tuple[str, Path]]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                yield ".".join(parts).removesuffix(".__init__"), path


def _subject(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == CATALOG and len(parts) > 1 else ""


def _imported(tree: ast.Module, package: str) -> Iterator[str]:
    """The dotted names that a module of `package` imports, those inside of functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: package.count(".") + 2 - node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _registries(module: str, tree: ast.Module) -> Iterator[Registry]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("register_"):
            # Those of an application's configuration are called by it, not by others.
            if module.endswith((".apps", ".registrations", ".wagtail_hooks")):
                continue
            purpose = (ast.get_docstring(node) or "").partition("\n")[0]
            if purpose:
                yield Registry(module, node.name, purpose)


def _purpose(folder: Path) -> str:
    """The first line of the package's docstring."""
    text = (folder / "__init__.py").read_text() if (folder / "__init__.py").exists() else ""
    return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]


def written(house: House) -> str:
    """The map as Markdown."""
    parts = [
        "# Map of the house",
        "",
        "Written by `python -m tests.system.architecture_map` from the sources; do not edit it.",
        "",
        "## Rooms, the highest floor first",
        "A room imports only from rooms on lower floors.",
        "",
        *_table(house.rooms.values()),
        "",
        "## Subjects of the catalog, the highest layer first",
        "A subject imports only from lower subjects; what a lower one needs of a higher one is"
        " registered.",
        "",
        *_table(house.subjects.values()),
        "",
        "## Registries",
        "What a room or subject offers to those above it, and who registers something there.",
        "",
    ]
    by_room: dict[str, list[Registry]] = defaultdict(list)
    for registry in sorted(house.registered_by):
        by_room[registry.module.split(".")[0]].append(registry)
    for room in reversed(room_names()):
        if by_room[room]:
            parts += [f"### {room}", "", *_list(by_room[room], house), ""]
    return "\n".join(parts)


def _table(units: Iterable[Unit]) -> Iterator[str]:
    yield "| name | holds | imports |"
    yield "| --- | --- | --- |"
    for unit in units:
        yield f"| `{unit.name}` | {unit.purpose} | {', '.join(sorted(unit.imports)) or '–'} |"


def _list(registries: list[Registry], house: House) -> Iterator[str]:
    for one in registries:
        users = ", ".join(sorted(house.registered_by[one])) or "nobody yet"
        yield f"- `{one.module}.{one.function}`: {one.purpose} Registered by: {users}."


if __name__ == "__main__":
    MAP.write_text(written(read_house()))
