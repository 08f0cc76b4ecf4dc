"""Reads a file of the schema: every key and every type is checked against the sections."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from catalog.schema_changes.schema_file.errors import SchemaFileError
from catalog.schema_changes.schema_file.export import VERSION
from catalog.schema_changes.schema_file.sections import SECTIONS, Entry, Key
from catalog.schema_changes.schema_file.yaml_reading import Lines, read_yaml

MOST_PROBLEMS = 20
# Options have the codes of suppliers.
CHILD_CODE = re.compile(r"[A-Za-z0-9_.\-]{1,64}")
NUMBER = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,6})?")
LARGEST_INTEGER = 2**31 - 1


@dataclass
class SchemaDocument:
    """The entries of a file by section, complete with defaults; `lines` says where they stand."""

    sections: dict[str, list[Entry]] = field(default_factory=dict)
    lines: Lines = field(default_factory=dict)

    def place(self, section: str, code: str) -> str:
        """Where an entry stands, for messages."""
        codes = [entry["code"] for entry in self.sections.get(section, [])]
        line = self.lines.get(f"{section}[{codes.index(code)}]", 1) if code in codes else 1
        return _("Line %(line)d, %(section)s, %(code)s") % {
            "line": line,
            "section": section,
            "code": code,
        }


def read_schema_file(content: bytes) -> SchemaDocument:
    """The file as a document; raises SchemaFileError that names lines and places.

    A section that is left out is not compared and not changed.
    """
    data, lines = read_yaml(content)
    reader = _Reader(lines)
    if not isinstance(data, dict) or data.get("solidus_model") != VERSION:
        raise SchemaFileError(
            [
                _("This is not a model file: its first line must be “solidus_model: %(v)d”.")
                % {"v": VERSION}
            ]
        )
    known = {section.name: section for section in SECTIONS}
    document = SchemaDocument(lines=lines)
    for name, entries in data.items():
        if name in known:
            document.sections[name] = reader.entries(
                name, entries, known[name].keys, known[name].codes
            )
        elif name != "solidus_model":
            reader.complain(name, _("There is no section with this name."))
    if reader.problems:
        raise SchemaFileError(reader.problems)
    return document


class _Reader:
    """Turns what YAML gave into entries, and collects what is wrong with it."""

    def __init__(self, lines: Lines):
        self._lines = lines
        self.problems: list[str] = []

    def complain(self, path: str, message: str) -> None:
        """Note a problem with the value at `path`."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(
                _("Line %(line)d, %(path)s: %(message)s")
                % {"line": self._lines.get(path, 1), "path": path, "message": message}
            )

    def entries(
        self, path: str, value: Any, keys: tuple[Key, ...], code: re.Pattern
    ) -> list[Entry]:
        """The entries of a section, or the children of an entry."""
        if not isinstance(value, list):
            self.complain(path, _("This must be a list in which each entry starts with a dash."))
            return []
        made, seen = [], set()
        for index, raw in enumerate(value):
            place = f"{path}[{index}]"
            entry = self._entry(place, raw, keys, code)
            if entry and entry["code"] in seen:
                self.complain(place, _("“%(code)s” is listed twice.") % {"code": entry["code"]})
            elif entry:
                seen.add(entry["code"])
                made.append(entry)
        return made

    def _entry(self, path: str, raw: Any, keys: tuple[Key, ...], code: re.Pattern) -> Entry | None:
        if not isinstance(raw, dict):
            self.complain(path, _("This must be an entry with a code."))
            return None
        given = raw.get("code")
        if not isinstance(given, str) or not code.fullmatch(given):
            self.complain(
                path,
                _(
                    "An entry needs a code of letters, digits and underscores (in quotes if only "
                    "digits)."
                ),
            )
            return None
        for unknown in raw.keys() - {"code", *(key.name for key in keys)}:
            self.complain(f"{path}.{unknown}", _("There is no key with this name."))
        entry = {"code": given}
        for key in keys:
            entry[key.name] = self._value(f"{path}.{key.name}", raw, key, path)
        return entry

    def _value(self, path: str, raw: dict, key: Key, entry_path: str) -> Any:
        value = raw.get(key.name)
        if value is None:
            if key.is_required:
                self.complain(entry_path, _("“%(key)s” is missing.") % {"key": key.name})
            return key.empty
        if key.kind == "children":
            return self.entries(path, value, key.children, CHILD_CODE)
        is_right, message = _CHECKS[key.kind]
        if not is_right(value):
            self.complain(path, str(message()))
            return key.empty
        if key.kind == "number":
            return _plain_number(value)
        return value


def _plain_number(value: Any) -> str:
    whole, dot, decimals = str(value).partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}" if dot and decimals else whole


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_INTEGER


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool) and bool(NUMBER.fullmatch(str(value)))


def _is_labels(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


_CHECKS = {
    "text": (_is_text, lambda: _("This must be text. Put it in quotes.")),
    "code": (_is_text, lambda: _("This must be the code of another entry.")),
    "integer": (_is_integer, lambda: _("This must be a whole number.")),
    "number": (_is_number, lambda: _("This must be a number such as 12.5.")),
    "boolean": (lambda value: isinstance(value, bool), lambda: _("This must be true or false.")),
    "labels": (_is_labels, lambda: _("This must be a text for each language.")),
    "texts": (_is_texts, lambda: _("This must be a list of texts.")),
    "filter": (lambda value: isinstance(value, dict), lambda: _("This must be a filter.")),
}
