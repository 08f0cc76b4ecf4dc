"""The address of a value: of which attribute, in which language, for which channel.

Its text names the value wherever one is named: in the history, in what an undo tells, in cells, for
drafts and merges of edits, in fields of filters, of feeds and of imports. Python reads and writes a
value by it (`read`, `written`), and SQL does (`stored_sql`, `written_sql`, and the functions
`catalog_value_address` and `catalog_address_keys` of the database).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.attribute_types.holding import EMPTY

# The documents of a product: {code: value}, and {channel: {code: value}}.
VALUES, CHANNEL_VALUES = "values", "channel_values"

_TEXT = re.compile(rf"{VALUES}\.([^.@]+)(?:\.([^.@]+))?(?:@([^.@]+))?", re.DOTALL)
# What divides the text, and stands in no code and no language as editors may choose them.
_ESCAPES = {"%": "%25", ".": "%2E", "@": "%40"}
_SEPARATORS = str.maketrans(_ESCAPES)
_ESCAPED = re.compile("|".join(_ESCAPES.values()))
_CHARACTERS = {escape: character for character, escape in _ESCAPES.items()}

_PUT = """
CASE WHEN {value} IS NULL THEN {document} - {key}
    ELSE {document} || jsonb_build_object({key}, {value}) END
"""
_OBJECT = "CASE WHEN jsonb_typeof({0}) = 'object' THEN {0} ELSE '{{}}' END"


@dataclass(frozen=True, slots=True, order=True)
class ValueAddress:
    """Where a value stands: the common one or that of a channel, in one language or as a whole.

    As a text it is "values.title", "values.title.de", "values.title@web" or "values.title.de@web".
    """

    code: str
    locale: str = ""
    channel: str = ""

    def __post_init__(self) -> None:
        if not self.code:
            raise ValueError("The address of a value names an attribute.")

    def __str__(self) -> str:
        text = f"{VALUES}.{self.code.translate(_SEPARATORS)}"
        if self.locale:
            text += f".{self.locale.translate(_SEPARATORS)}"
        return f"{text}@{self.channel.translate(_SEPARATORS)}" if self.channel else text

    @classmethod
    def parse(cls, text: str) -> Self:
        """The address of which this is the text; raises ValueError where it is none."""
        if found := _TEXT.fullmatch(text):
            address = cls(*(_unescaped(part or "") for part in found.groups()))
            if str(address) == text:
                return address
        raise ValueError(f"No address of a value: {text!r}")

    @classmethod
    def find(cls, text: str) -> Self | None:
        """The same, and None where it is none, such as the name of a field."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that lead to the value in the documents of a product, or in a version of it."""
        documents = (CHANNEL_VALUES, self.channel) if self.channel else (VALUES,)
        return (*documents, self.code, self.locale) if self.locale else (*documents, self.code)

    @property
    def input_name(self) -> str:
        """The name of its input in a form; codes hold no dash, so names cannot clash."""
        return "-".join(filter(None, [VALUES, self.channel, self.locale, self.code]))

    def read(self, documents: Mapping[str, Any]) -> Any:
        """The value that stands there, or None; `documents` have the names of their columns."""
        found: Any = documents
        for key in self.keys:
            if not isinstance(found, Mapping):
                return None
            found = found.get(key)
        return found

    def written(self, documents: Mapping[str, Any], value: Any) -> dict[str, Any]:
        """A copy of `documents` with `value` there; no value leaves no key behind."""
        column, *keys = self.keys
        return {**documents, column: _put(documents.get(column), keys, value)}

    def stored_sql(self, owner: str = "") -> Composable:
        """The value that stands there as jsonb, NULL for none; `owner` is the alias of a table."""
        column, *keys = self.keys
        steps = [Identifier(*filter(None, [owner, column])), *map(Literal, keys)]
        return SQL("({})").format(SQL(" -> ").join(steps))

    def written_sql(self, value: Composable) -> dict[str, Composable]:
        """The document that changes, by its column, with `value` (jsonb, NULL for none) there."""
        column, *keys = self.keys
        return {column: _put_sql(Identifier(column), keys, value)}


def _unescaped(part: str) -> str:
    return _ESCAPED.sub(lambda escape: _CHARACTERS[escape[0]], part)


def _put(document: Any, keys: list[str], value: Any) -> dict[str, Any]:
    """A copy of an object with a value at the end of `keys`; objects left empty go with it."""
    copy = dict(document) if isinstance(document, Mapping) else {}
    key, *inner = keys
    if inner:
        value = _put(copy.get(key), inner, value)
    if value in EMPTY:
        copy.pop(key, None)
    else:
        copy[key] = value
    return copy


def _put_sql(document: Composable, keys: list[str], value: Composable) -> Composable:
    key, *inner = keys
    if inner:
        held = SQL("({} -> {})").format(document, Literal(key))
        held = SQL("({})").format(SQL(_OBJECT).format(held))
        value = SQL("nullif({}, '{{}}')").format(_put_sql(held, inner, value))
    return SQL("({})").format(SQL(_PUT).format(document=document, key=Literal(key), value=value))
