from collections.abc import Sequence
from dataclasses import dataclass

from psycopg.sql import Composable


@dataclass(frozen=True)
class Stage:
    """What one operation does: new expressions of some columns, over those of the stage before.

    `steps` are columns that are made first, one after the other, for the expressions to use;
    `reasons` are conditions with the words that refuse a product.
    """

    columns: dict[str, Composable]
    steps: Sequence[tuple[str, Composable]] = ()
    reasons: Sequence[tuple[Composable, str]] = ()
