"""On which days a price holds, and which prices may not stand together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Self

from django.contrib.postgres.fields import DateRangeField
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _

LIST_OVERLAP = _("The list already has a price for these dates.")
CUSTOMER_OVERLAP = _("The customer already has a price for these dates.")
ROW_OVERLAP = _("Another row already has a price for these dates.")

# Whether a price holds on the parameter `day`, over its columns.
HOLDS_ON_SQL = """(valid_from IS NULL OR valid_from <= %(day)s)
    AND (valid_until IS NULL OR valid_until >= %(day)s)"""


class ValidityRange(Func):
    """The days on which a price holds; an empty end is open."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, *expressions):
        super().__init__(*(expressions or (F("valid_from"), F("valid_until"), Value("[]"))))


@dataclass(frozen=True, slots=True)
class Validity:
    """What a price is for, and from which to which day it holds; an empty end is open.

    `owner` names the list or the customer. Of one product, one owner and one quantity only one
    price may hold on a day: the exclusion constraints of the table say the same.
    """

    owner: tuple[str, str]
    quantity: int
    valid_from: date | None = None
    valid_until: date | None = None

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """Of a row as drafts and history store it, or of the attributes of a price."""
        return cls(
            owner=(str(row.get("price_list") or ""), str(row.get("customer") or "")),
            quantity=int(row.get("minimum_quantity") or 1),
            valid_from=_day(row.get("valid_from")),
            valid_until=_day(row.get("valid_until")),
        )

    def overlaps(self, other: "Validity") -> bool:
        """Whether both are for the same and share a day."""
        return (
            (self.owner, self.quantity) == (other.owner, other.quantity)
            and self._begins_by_the_end_of(other)
            and other._begins_by_the_end_of(self)
        )

    def _begins_by_the_end_of(self, other: "Validity") -> bool:
        begins, ends = self.valid_from, other.valid_until
        return begins is None or ends is None or begins <= ends


def overlapping(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, int]]:
    """The places of each two rows that may not stand together, the earlier first."""
    validities = [Validity.of_row(row) for row in rows]
    for (first, one), (second, other) in combinations(enumerate(validities), 2):
        if one.overlaps(other):
            yield first, second


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None
