"""Names that people write, and the keys they stand for, in Python and in SQL alike."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Composable, Literal
from psycopg.types.json import Jsonb

from catalog.schema.models.attribute import AttributeOption
from console.spelling import name_key, trimmed

# The options of one attribute that some texts may name, and no others: there may be very many.
# Where all texts are codes, as what is stored already, an index knows them.
_NAMED = """
WITH by_code AS MATERIALIZED (
    SELECT id, code, label, labels FROM catalog_attributeoption
    WHERE attribute_id = %(attribute)s AND code = ANY (%(texts)s)
)
SELECT code, label, labels FROM by_code
UNION ALL
SELECT code, label, labels FROM catalog_attributeoption
WHERE (SELECT count(*) FROM by_code) < %(count)s AND attribute_id = %(attribute)s
    AND id NOT IN (SELECT id FROM by_code)
    AND (console_name_key(code) = ANY (%(keys)s) OR console_name_key(label) = ANY (%(keys)s)
        OR EXISTS (SELECT FROM jsonb_each_text(
            CASE jsonb_typeof(labels) WHEN 'object' THEN labels ELSE '{}' END) AS one
            WHERE console_name_key(one.value) = ANY (%(keys)s)))
"""


class Names:
    """A table from names to keys. Names that stand for several keys are left out as ambiguous.

    Names of an earlier kind win over later ones, so that a code is never hidden by a label; names
    as they are win over the same in another spelling (`console.spelling.name_key`).
    """

    def __init__(self, *kinds: Iterable[tuple[str, str | int]]) -> None:
        self._as_they_are: dict[str, str] = {}
        self._by_key: dict[str, str] = {}
        key_of: dict[str, str] = {}
        for kind in kinds:
            names = [(trimmed(name), str(key)) for name, key in kind if name]
            key_of.update((name, name_key(name)) for name, _key in names if name not in key_of)
            _add(names, self._as_they_are)
            _add([(key_of[name], key) for name, key in names], self._by_key)
        # There may be very many, and SQL takes all of them with it: each once.
        self._as_they_are = {
            name: key
            for name, key in self._as_they_are.items()
            if self._by_key.get(key_of[name]) != key
        }

    def find(self, text: str) -> str | None:
        """The key of a name, None where it is not known."""
        return self._as_they_are.get(text) or self._by_key.get(name_key(text))

    def sql(self, text: Composable) -> Composable:
        """SQL of `find`, as text."""
        return SQL("catalog_find_name({}, {}, {})").format(
            Literal(Jsonb(self._as_they_are)), Literal(Jsonb(self._by_key)), text
        )


def _add(names: Iterable[tuple[str, str]], known: dict[str, str]) -> None:
    found: dict[str, str | None] = {}
    for name, key in names:
        if found.setdefault(name, key) != key:
            found[name] = None
    for spelling, only_key in found.items():
        if only_key is not None:
            known.setdefault(spelling, only_key)


def option_names(attribute_id: int) -> Names:
    """The options of a choice attribute by code and by label in any language."""
    options = AttributeOption.objects.filter(attribute_id=attribute_id)
    return _names(list(options.values_list("code", "label", "labels")))


def options_named(attribute_id: int, texts: Sequence[str]) -> Names:
    """Those of them that one of the texts names; one query, however many options there are."""
    parameters: dict[str, Any] = {
        "attribute": attribute_id,
        "texts": list(texts),
        "count": len(set(texts)),
        "keys": [name_key(text) for text in texts],
    }
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, parameters)
        rows = [(code, label, json.loads(labels)) for code, label, labels in cursor.fetchall()]
    return _names(rows)


def _names(options: Sequence[tuple[str, str, dict]]) -> Names:
    return Names(
        [(code, code) for code, _label, _labels in options],
        [(name, code) for code, label, labels in options for name in (label, *labels.values())],
    )
