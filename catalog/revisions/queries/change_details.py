"""What entries of the change log wrote of the parts of products, in the words of the history."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from simple_history.utils import get_history_manager_for_model

from accounts.models import User
from audit.models import ChangeLogEntry
from audit.sources import reason_of
from catalog.products.parts import product_parts
from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.revisions.queries.differences.comparing import Difference, differences_of_pairs
from catalog.revisions.queries.history.rows import MOST_ROWS, serialized

# An entry has the time at which its transaction began; its rows of history were written after it.
LONGEST_TRANSACTION = timedelta(hours=1)
# So many rows are told of one entry.
MOST_TOLD = 5

Written = tuple[datetime, dict[str, Any] | None, dict[str, Any] | None]


def part_details(entries: Sequence[ChangeLogEntry], user: User) -> dict[int, list[str]]:
    """The rows that each entry wrote, old and new; two queries a part, whatever the number.

    Parts that the person may not see are left out.
    """
    hidden = hidden_parts_of(user)
    told = [one for one in entries if one.part in product_parts() and one.part not in hidden]
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    owners: list[int] = []
    for name in dict.fromkeys(one.part for one in told):
        own = [one for one in told if one.part == name]
        for entry, before, after in _written(name, own):
            held = product_parts()[name].held
            owners.append(entry.pk)
            pairs.append(
                ({name: held([before] if before else [])}, {name: held([after] if after else [])})
            )
    found: dict[int, list[str]] = defaultdict(list)
    for owner, differences in zip(owners, differences_of_pairs(pairs), strict=True):
        found[owner] += map(_line, differences)
    return {
        key: lines[:MOST_TOLD] + ["…"] * (len(lines) > MOST_TOLD) for key, lines in found.items()
    }


def _line(difference: Difference) -> str:
    sides = " → ".join(filter(None, [difference.before, difference.after or "–"]))
    return f"{difference.label}: {sides}"


def _written(
    part: str, entries: Sequence[ChangeLogEntry]
) -> Iterator[tuple[ChangeLogEntry, dict[str, Any] | None, dict[str, Any] | None]]:
    """The rows of history that belong to each entry, with the record before and after."""
    model = product_parts()[part].model
    history = get_history_manager_for_model(model)
    products = {entry.entity_id for entry in entries}
    first, last = min(one.at for one in entries), max(one.at for one in entries)
    recent = history.filter(
        product_id__in=products, history_date__range=(first, last + LONGEST_TRANSACTION)
    )
    records = recent.order_by().values("id")
    rows = history.filter(id__in=records, history_date__lte=last + LONGEST_TRANSACTION)
    before: dict[int, dict[str, Any] | None] = {}
    ordered = sorted(entries, key=lambda one: (one.at, one.pk))
    for row in rows.order_by("history_date", "history_id")[:MOST_ROWS]:
        after = None if row.history_type == "-" else serialized(model, row)
        if entry := _entry_of(row, ordered):
            yield entry, before.get(row.id), after
        before[row.id] = after


def _entry_of(row: Any, entries: Sequence[ChangeLogEntry]) -> ChangeLogEntry | None:
    """The last entry that began before the row was written, by the same person and way."""
    fitting = [
        entry
        for entry in entries
        if entry.entity_id == row.product_id
        and entry.at <= row.history_date <= entry.at + LONGEST_TRANSACTION
        and entry.user_id == row.history_user_id
        and (reason_of(entry.source) or "") == (row.history_change_reason or "")
    ]
    return fitting[-1] if fitting else None
