"""Prices that are fine on either side of a merge, and for the same days together."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from catalog.pricing.models import Price
from catalog.revisions.queries.differences.names import ReferenceNames
from catalog.revisions.queries.differences.parts import part_text
from catalog.revisions.services.concurrent_edits.rows import content

Row = Mapping[str, Any]
PRICES = "prices"


def joined_overlap(*, sides: Sequence[Mapping[str, Any]], merged: Mapping[str, Any]) -> list[str]:
    """Two prices of `merged` for the same days that do not stand together on a side, in words.

    Empty where there are none. What overlaps on one side already is told elsewhere.
    """
    together = [[content(row) for row in side.get(PRICES, [])] for side in sides]
    for pair in combinations(merged.get(PRICES, []), 2):
        contents = [content(row) for row in pair]
        if _overlap(*pair) and not any(all(one in side for one in contents) for side in together):
            names = ReferenceNames((Price, row) for row in pair)
            return [part_text(PRICES, row, names) for row in pair]
    return []


def _overlap(one: Row, other: Row) -> bool:
    """Whether both are of one list or customer and quantity, and share a day; ends may be open."""
    same = ("price_list", "customer", "minimum_quantity")
    return all(str(one.get(name)) == str(other.get(name)) for name in same) and (
        _begins_by_end(one, other) and _begins_by_end(other, one)
    )


def _begins_by_end(one: Row, other: Row) -> bool:
    begins, ends = one.get("valid_from"), other.get("valid_until")
    return not begins or not ends or begins <= ends
