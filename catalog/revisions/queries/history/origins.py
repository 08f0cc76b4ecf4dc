"""Why a value is what it is: the write that gave it, and those before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.revisions.queries.history.paths import flattened
from catalog.revisions.queries.history.rows import HistoryRow, history_rows
from catalog.revisions.queries.history.sources import Source, source_of
from catalog.schema.queries.localizable import localizable_codes


@dataclass(frozen=True, slots=True)
class Origin:
    """The write that gave a value: `before` is what stood there, `row` its key in the history.

    `is_known` is false when the value is as old as what is left of the history.
    """

    path: str
    value: Any
    before: Any
    at: datetime
    user_id: int | None
    source: Source
    row: int
    is_known: bool


def value_history(product_id: int, path: str) -> list[Origin]:
    """Every write that changed the value at `path`, the newest first; two queries."""
    localizable = localizable_codes()
    rows = history_rows(product_id, parts=[""])
    return [
        _origin(path, row, value, before)
        for row, value, before in _values(rows, path, localizable)
        if value != before or (row.is_first_known and value not in (None, ""))
    ]


def _values(rows: Sequence[HistoryRow], path: str, localizable: set[str]):
    for row in rows:
        after = flattened(row.content or {}, localizable).get(path)
        yield row, after, flattened(row.before or {}, localizable).get(path)


def _origin(path: str, row: HistoryRow, value: Any, before: Any) -> Origin:
    return Origin(
        path=path,
        value=value,
        before=before,
        at=row.at,
        user_id=row.user_id,
        source=source_of(row.reason),
        row=row.key,
        is_known=not row.is_first_known or row.kind == "+",
    )
