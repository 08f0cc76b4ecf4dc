"""Writes the schema: entries by code, keys in one order, what has its default left out."""

from typing import Any

import yaml

from catalog.schema_changes.schema_file.sections import SECTIONS, Entry, Key

VERSION = 1


def export_schema() -> str:
    """The whole schema as YAML; the same schema always gives the same text."""
    document: dict[str, Any] = {"solidus_model": VERSION}
    for section in SECTIONS:
        document[section.name] = [_shortened(entry, section.keys) for entry in section.load()]
    return yaml.dump(
        document,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=100,
    )


class _Dumper(yaml.SafeDumper):
    """Writes equal values out instead of pointing at them."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True


def _shortened(entry: Entry, keys: tuple[Key, ...]) -> Entry:
    shown: Entry = {"code": entry["code"]}
    for key in keys:
        value = entry[key.name]
        if value == key.empty and not key.is_required:
            continue
        if key.kind == "children":
            value = [_shortened(child, key.children) for child in value]
        elif key.kind == "labels":
            value = dict(sorted(value.items()))
        shown[key.name] = value
    return shown
