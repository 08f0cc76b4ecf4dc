"""What a file of the schema would change, as rows to read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog.schema_changes.schema_file.reading import SchemaDocument
from catalog.schema_changes.schema_file.sections import SECTIONS, Entry, Key, Section

ADDED, CHANGED, MISSING = "added", "changed", "missing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: of an entry ("added", "missing") or of one of its values ("changed").

    `path` names the value within the entry, such as "options.ceramic.label"; an option or a member
    of a family that is added or missing is named by its path.
    """

    action: str
    section: str
    code: str
    path: str = ""
    before: str = ""
    after: str = ""


def compare_schema(document: SchemaDocument) -> list[Difference]:
    """The differences between the schema as it is and the sections of the file."""
    return [
        difference
        for section in SECTIONS
        if section.name in document.sections
        for difference in _compare_section(section, document.sections[section.name])
    ]


def _compare_section(section: Section, wanted: list[Entry]) -> Iterator[Difference]:
    present = {entry["code"]: entry for entry in section.load()}
    for entry in wanted:
        before = present.pop(entry["code"], None)
        if before is None:
            yield Difference(ADDED, section.name, entry["code"])
            continue
        for difference in _compare_entry(before, entry, section.keys, ""):
            yield Difference(
                difference[0], section.name, entry["code"], difference[1], *difference[2:]
            )
    for code in present:
        yield Difference(MISSING, section.name, code)


def _compare_entry(
    before: Entry, after: Entry, keys: tuple[Key, ...], prefix: str
) -> Iterator[tuple]:
    for key in keys:
        old, new, path = before[key.name], after[key.name], f"{prefix}{key.name}"
        if old == new:
            continue
        if key.kind == "children":
            yield from _compare_children(old, new, key, path)
        else:
            yield CHANGED, path, _text(old), _text(new)


def _compare_children(old: list[Entry], new: list[Entry], key: Key, path: str) -> Iterator[tuple]:
    present = {entry["code"]: entry for entry in old}
    for entry in new:
        before = present.get(entry["code"])
        if before is None:
            yield ADDED, f"{path}.{entry['code']}"
        else:
            yield from _compare_entry(before, entry, key.children, f"{path}.{entry['code']}.")
    wanted = {entry["code"] for entry in new}
    for code in present:
        if code not in wanted:
            yield MISSING, f"{path}.{code}"
    old_order = [entry["code"] for entry in old if entry["code"] in wanted]
    new_order = [entry["code"] for entry in new if entry["code"] in present]
    if old_order != new_order:
        yield CHANGED, path, ", ".join(old_order), ", ".join(new_order)


def _text(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
