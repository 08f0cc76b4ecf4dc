"""Rows that are fine on either side of a merge, and cannot stand together."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.products.parts import ProductPart, product_parts
from catalog.revisions.queries.differences.names import ReferenceNames
from catalog.revisions.queries.differences.parts import part_text
from catalog.revisions.services.concurrent_edits.rows import content


def joined_clash(*, sides: Sequence[Mapping[str, Any]], merged: Mapping[str, Any]) -> str:
    """What two rows of `merged` that no side has together have against each other, in words.

    Empty where there are none. What clashes on one side already is told elsewhere.
    """
    for name, part in product_parts().items():
        rows = part.rows(merged.get(name, []))
        together = [[content(row) for row in part.rows(side.get(name, []))] for side in sides]
        for places in part.clashes(rows):
            pair = [rows[place] for place in places]
            contents = [content(row) for row in pair]
            if not any(_holds(side, contents) for side in together):
                return _told(part, pair)
    return ""


def _holds(side: Sequence[Any], contents: Sequence[Any]) -> bool:
    """Whether a side has all of these rows, as often as they are named."""
    return all(side.count(one) >= contents.count(one) for one in contents)


def _told(part: ProductPart, pair: Sequence[Mapping[str, Any]]) -> str:
    names = ReferenceNames((part.model, row) for row in pair)
    one, other = (part_text(part.name, row, names) for row in pair)
    return str(part.clash) % {"one": one, "other": other}
