"""Merges what hangs on a product, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.products.parts import BOOK_KEEPING

Row = Mapping[str, Any]


@dataclass
class RowMerge:
    """The rows after a merge, and the keys of those that both sides wrote differently."""

    rows: list[Row]
    clashes: list[int] = field(default_factory=list)


def merge_rows(
    base: Sequence[Row], mine: Sequence[Row], theirs: Sequence[Row], prefer_mine: set[int]
) -> RowMerge:
    """Carry what `mine` changed of `base` into `theirs`.

    A row that is stored already is known by its key, a new one by what it says. Where both sides
    changed a row, theirs stays unless its key is in `prefer_mine`.
    """
    if list(mine) == list(base):
        return RowMerge(list(theirs))
    if list(theirs) == list(base):
        return RowMerge(list(mine))
    merged = RowMerge(list(theirs))
    old, new = _by_key(base), _by_key(mine)
    for key in old.keys() | new.keys():
        if content(old.get(key)) != content(new.get(key)):
            _carry(merged, key, old.get(key), new.get(key), prefer_mine)
    return merged


def content(row: Row | None) -> dict[str, Any] | None:
    """What the row says, or None where there is no row."""
    if row is None:
        return None
    return {name: value for name, value in row.items() if name not in BOOK_KEEPING}


def row_key(row: Row) -> Any:
    """What names a row: its primary key or, for a new one, all that it says."""
    return row.get("pk") or repr(sorted(content(row).items()))


def _by_key(rows: Sequence[Row]) -> dict[Any, Row]:
    return {row_key(row): row for row in rows}


def _carry(merged: RowMerge, key: Any, old: Row | None, new: Row | None, prefer: set[int]) -> None:
    """Add, replace or take away one row of the merged list."""
    place = _place(merged.rows, key, old)
    there = merged.rows[place] if place is not None else None
    if content(there) == content(new):
        return
    if isinstance(key, int) and content(there) != content(old) and key not in prefer:
        merged.clashes.append(key)
    elif new is None:
        if place is not None:
            del merged.rows[place]
    elif place is None and old is None:
        # Both may have entered the same.
        if content(new) not in map(content, merged.rows):
            merged.rows.append(new)
    elif place is None:
        # A row that the other side took away comes back as a new one.
        merged.rows.append({**new, "pk": None})
    else:
        merged.rows[place] = new


def _place(rows: Sequence[Row], key: Any, old: Row | None) -> int | None:
    """Where the row stands in `rows`: a new one may have been given its key meanwhile."""
    for place, row in enumerate(rows):
        if row_key(row) == key:
            return place
    if isinstance(key, int):
        return None
    contents = [content(row) for row in rows]
    return contents.index(content(old)) if old is not None and content(old) in contents else None
