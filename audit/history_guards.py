"""Registry of history rows that the retention keeps, however old they are."""

from collections.abc import Callable

from django.db import models
from psycopg.sql import Composable

# SQL that selects the keys (history_id) of the rows to keep among those of the records whose
# primary key lies between the parameters %(first)s and %(last)s.
Guard = Callable[[], Composable]

_guards: dict[type[models.Model], Guard] = {}


def register_history_guard(model: type[models.Model], guard: Guard) -> None:
    """Keep the rows of the history of `model` that `guard` selects when history is thinned."""
    _guards[model] = guard


def history_guard(model: type[models.Model]) -> Composable | None:
    """The SQL of the rows of `model` to keep, if a room has registered any."""
    guard = _guards.get(model)
    return guard() if guard else None
