"""The texts of the interface, read from the source: gettext calls of Python, tags of templates."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize
from jinja2.ext import extract_from_ast

from solidus.jinja2_environment import environment

# How many of the first arguments are texts; the first of pgettext and npgettext is a context.
TEXTS_OF_CALLS = {
    "_": slice(0, 1),
    "gettext": slice(0, 1),
    "gettext_lazy": slice(0, 1),
    "gettext_noop": slice(0, 1),
    "ngettext": slice(0, 2),
    "ngettext_lazy": slice(0, 2),
    "pgettext": slice(1, 2),
    "pgettext_lazy": slice(1, 2),
    "npgettext": slice(1, 3),
    "npgettext_lazy": slice(1, 3),
}
JINJA_FOLDER = "jinja2"
NOT_OURS = {"tests", "bench", "bin", "docs", "var", "demo", "fixtures", "data"}


@dataclass(frozen=True)
class Text:
    """One translatable text and the file that it stands in."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


@cache
def interface_texts() -> tuple[Text, ...]:
    """Every translatable text of the project's own code and templates."""
    root = settings.BASE_DIR
    rooms = [path for path in root.iterdir() if (path / "__init__.py").exists()]
    files = [
        path
        for room in sorted(rooms)
        if room.name not in NOT_OURS
        for path in sorted(room.rglob("*"))
        if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts
    ]
    return tuple(Text(str(path.relative_to(root)), text) for path in files for text in _texts(path))


def _texts(path: Path) -> Iterator[str]:
    source = path.read_text()
    if path.suffix == ".py":
        return _called_texts(source)
    if JINJA_FOLDER in path.parts:
        return _jinja_texts(source)
    return _called_texts(_calls_of_template(source))


def _called_texts(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            for argument in node.args[TEXTS_OF_CALLS.get(name, slice(0))]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def _calls_of_template(source: str) -> str:
    """The tags of a Django template as calls, a line each, as makemessages reads them."""
    calls = re.findall(
        r"""\b(?:\w*gettext|_)\((?:u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),?\s*)+""",
        templatize(source),
    )
    return "\n".join(call.rstrip(", ") + ")" for call in calls)


def _jinja_texts(source: str) -> Iterator[str]:
    for _line, _function, texts in extract_from_ast(environment().parse(source)):
        for text in [texts] if isinstance(texts, str) else texts:
            if text:
                yield text
