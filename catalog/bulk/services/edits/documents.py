"""SQL that reads and writes one value in the documents of a product.

All of it is over the columns `values` and `channel_values` of the stage before, and over `made`,
the new value as jsonb, NULL for none.
"""

import json
from dataclasses import dataclass
from typing import Any

from psycopg.sql import SQL, Composable, Literal

_PUT = """
CASE WHEN {value} IS NULL THEN {document} - {key}
    ELSE {document} || jsonb_build_object({key}, {value}) END
"""
_OBJECT = "CASE WHEN jsonb_typeof({0}) = 'object' THEN {0} ELSE '{{}}' END"


@dataclass(frozen=True)
class Place:
    """Where a value stands: an attribute, in one language or as a whole, common or a channel's."""

    code: str
    locale: str = ""
    channel: str = ""

    @property
    def now(self) -> Composable:
        """The value that stands there, NULL for none."""
        value = SQL("{} -> {}").format(self._container, Literal(self.code))
        if self.locale:
            value = SQL("{} -> {}").format(value, Literal(self.locale))
        return SQL("({})").format(value)

    def written(self) -> dict[str, Composable]:
        """The document that changes, by its column, with `made` in its place."""
        value: Composable = SQL("made")
        if self.locale:
            by_locale = SQL("{} -> {}").format(self._container, Literal(self.code))
            value = _filled(_object(SQL("({})").format(by_locale)), self.locale, value)
        container = _put(self._container, self.code, value)
        if not self.channel:
            return {"values": container}
        own = SQL("nullif({}, '{{}}')").format(container)
        return {"channel_values": _put(SQL("channel_values"), self.channel, own)}

    @property
    def _container(self) -> Composable:
        if not self.channel:
            return SQL("values")
        return _object(SQL("(channel_values -> {})").format(Literal(self.channel)))


def jsonb(value: Any) -> Composable:
    """A value as a jsonb constant; None is NULL."""
    if value is None:
        return SQL("NULL::jsonb")
    return SQL("{}::jsonb").format(Literal(json.dumps(value)))


def text_of(value: Composable) -> Composable:
    """A jsonb string as text."""
    return SQL("({} #>> '{{}}')").format(value)


def list_of(value: Composable) -> Composable:
    """A jsonb list; no value is an empty one, and a single value a list of it."""
    return SQL(
        "CASE jsonb_typeof({0}) WHEN 'array' THEN {0} WHEN 'null' THEN '[]'"
        " ELSE CASE WHEN {0} IS NULL THEN '[]' ELSE jsonb_build_array({0}) END END"
    ).format(value)


def _object(value: Composable) -> Composable:
    return SQL("({})").format(SQL(_OBJECT).format(value))


def _put(document: Composable, key: str, value: Composable) -> Composable:
    return SQL("({})").format(SQL(_PUT).format(document=document, key=Literal(key), value=value))


def _filled(document: Composable, key: str, value: Composable) -> Composable:
    """The same, and NULL where nothing is left."""
    return SQL("nullif({}, '{{}}')").format(_put(document, key, value))
