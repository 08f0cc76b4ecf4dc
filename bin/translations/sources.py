"""The texts of the interface, read from the source: gettext calls of Python, tags of templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize
from jinja2.ext import extract_from_ast
from stack.project import ROOT

from solidus.jinja2_environment import environment

# What the first arguments of a call are; a plural never comes without the text of one.
ARGUMENTS = {
    "_": ("text",),
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}
JINJA_FOLDER = "jinja2"
NOT_OURS = {"tests", "bench", "bin", "docs", "var", "demo", "fixtures", "data"}
PAGES = (".py", ".html", ".txt")
SCRIPTS = (".js",)


@dataclass(frozen=True)
class Message:
    """What one call translates, and the file that it stands in."""

    path: str
    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """By what a catalog finds the translation."""
        return self.context, self.text


@cache
def messages(kinds: tuple[str, ...] = PAGES) -> tuple[Message, ...]:
    """Every message of the project's own files whose names end as `kinds` say."""
    rooms = [path for path in ROOT.iterdir() if (path / "__init__.py").exists()]
    files = [
        path
        for room in sorted(rooms)
        if room.name not in NOT_OURS
        for path in sorted(room.rglob("*"))
        if path.suffix in kinds and "migrations" not in path.parts
    ]
    return tuple(
        Message(str(path.relative_to(ROOT)), **arguments)
        for path in files
        for arguments in _arguments(path)
    )


def _arguments(path: Path) -> Iterator[dict[str, str]]:
    source = path.read_text()
    if path.suffix == ".py":
        return _of_python(source)
    if path.suffix in SCRIPTS:
        return _of_python(_calls(source))
    if JINJA_FOLDER in path.parts:
        return _of_jinja(source)
    return _of_python(_calls(templatize(source)))


def _of_python(source: str) -> Iterator[dict[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            texts = [getattr(argument, "value", None) for argument in node.args]
            yield from _named(name, texts)


def _calls(source: str) -> str:
    """The calls alone, a line each, as makemessages reads them from templates and scripts."""
    calls = re.findall(
        r"""\b(?:\w*gettext|_)\((?:u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),?\s*)+""", source
    )
    return "\n".join(call.rstrip(", \n") + ")" for call in calls)


def _of_jinja(source: str) -> Iterator[dict[str, str]]:
    for _line, name, texts in extract_from_ast(environment().parse(source)):
        yield from _named(name, [texts] if isinstance(texts, str) else texts)


def _named(function: str, texts: Iterable[object]) -> Iterator[dict[str, str]]:
    """The texts by the names of the arguments; nothing where the text is not written out."""
    names = ARGUMENTS.get(function, ())
    named = {name: text for name, text in zip(names, texts, strict=False) if isinstance(text, str)}
    if "text" in named:
        yield named
