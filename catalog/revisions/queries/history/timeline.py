"""What happened to a product: its rows of history, those of one act together."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from catalog.products.parts import product_parts
from catalog.revisions.queries.history.rows import HistoryRow, history_rows
from catalog.revisions.queries.history.sources import Source, source_of

# One act writes the product and its parts one after the other; two acts of a person are further
# apart than this.
ONE_ACT = timedelta(seconds=2)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ProductChange:
    """One act: what it wrote, the newest row first; `at`, its end, names the version it left."""

    at: datetime
    user_id: int | None
    source: Source
    rows: tuple[HistoryRow, ...]

    @property
    def kind(self) -> str:
        """ "+" where the act created the product, "-" where it deleted it, else "~"."""
        kinds = {row.kind for row in self.rows if not row.part}
        return next(iter(kinds & {"+", "-"}), "~")

    @property
    def version(self) -> str:
        """The name of the version that the act left, for `load_version`."""
        return version_name(self.at)


def version_name(at: datetime) -> str:
    """The name of the published version as it was at a moment."""
    return f"at-{(at - EPOCH) // timedelta(microseconds=1)}"


def product_timeline(product_id: int, *, without: Collection[str] = ()) -> list[ProductChange]:
    """The acts that changed the published product, the newest first; one query a table.

    The parts `without` are left out, and acts that wrote nothing else.
    """
    parts = [part for part in ("", *product_parts()) if part not in without]
    rows = [row for row in history_rows(product_id, parts) if row.content != row.before]
    return [
        ProductChange(
            at=act[0].at,
            user_id=act[0].user_id,
            source=source_of(act[0].reason),
            rows=tuple(act),
        )
        for act in _acts(rows)
    ]


def _acts(rows: Sequence[HistoryRow]) -> Iterator[list[HistoryRow]]:
    act: list[HistoryRow] = []
    for row in rows:
        if act and not _belongs(row, act[-1]):
            yield act
            act = []
        act.append(row)
    if act:
        yield act


def _belongs(row: HistoryRow, later: HistoryRow) -> bool:
    return (
        later.at - row.at <= ONE_ACT
        and (row.user_id, row.reason) == (later.user_id, later.reason)
        and (row.part, row.record) != (later.part, later.record)
    )
