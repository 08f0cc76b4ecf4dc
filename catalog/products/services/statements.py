"""Executes SQL statements put together with psycopg."""

import json
from typing import Any

from django.db import connection
from psycopg.sql import Composable


def execute(statement: Composable) -> int:
    """Run one statement; returns the number of rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def fetch(statement: Composable) -> list[tuple]:
    """All rows of a statement that gives few."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def document(value: Any) -> Any:
    """A JSON value of a plain cursor, which gives it as text."""
    return json.loads(value) if isinstance(value, str) else value
