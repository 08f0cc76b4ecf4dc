"""What a conversion of a cell is made of."""

from dataclasses import dataclass, field

from psycopg.sql import SQL, Composable, Identifier


@dataclass(frozen=True, slots=True)
class Problem:
    """A condition on the cell, and what to tell about it.

    "{value}" in the message stands for the beginning of the cell, or for the whole of `shown`. A
    message in SQL says all by itself.
    """

    condition: Composable
    message: str | Composable
    shown: Composable | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """The SQL of the value, and its problems."""

    value: Composable
    problems: list[Problem] = field(default_factory=list)


def unknown(text: Identifier, value: Identifier, message: str) -> Problem:
    """There is text, but no value came of it."""
    return Problem(SQL("{} IS NOT NULL AND {} IS NULL").format(text, value), message)
