"""Prices that are fine on either side of a merge, and for the same days together."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.pricing.models import Price
from catalog.pricing.validity import overlapping
from catalog.revisions.queries.differences.names import ReferenceNames
from catalog.revisions.queries.differences.parts import part_text
from catalog.revisions.services.concurrent_edits.rows import content

PRICES = "prices"


def joined_overlap(*, sides: Sequence[Mapping[str, Any]], merged: Mapping[str, Any]) -> list[str]:
    """Two prices of `merged` for the same days that do not stand together on a side, in words.

    Empty where there are none. What overlaps on one side already is told elsewhere.
    """
    together = [[content(row) for row in side.get(PRICES, [])] for side in sides]
    rows = merged.get(PRICES, [])
    for places in overlapping(rows):
        pair = [rows[place] for place in places]
        contents = [content(row) for row in pair]
        if not any(all(one in side for one in contents) for side in together):
            names = ReferenceNames((Price, row) for row in pair)
            return [part_text(PRICES, row, names) for row in pair]
    return []
