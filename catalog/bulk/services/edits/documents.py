"""SQL of values as jsonb, and of what is in them."""

import json
from typing import Any

from psycopg.sql import SQL, Composable, Literal


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
