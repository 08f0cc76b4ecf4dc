"""What a new amount does to the rows of prices that are there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from catalog.pricing.list_prices import ListPrice
from catalog.pricing.models import PriceChange

Row = dict[str, Any]
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows of prices before and after, and the amounts of the day; no amount for no price."""

    old_amount: Decimal | None
    new_amount: Decimal | None
    before: list[Row] = field(default_factory=list)
    after: list[Row] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        """Whether it is so already."""
        return self.old_amount == self.new_amount

    @property
    def adds(self) -> bool:
        """Whether a row of a price is new."""
        return len(self.after) > len(self.before)

    @property
    def removes(self) -> bool:
        """Whether a row of a price goes."""
        return len(self.after) < len(self.before)


def planned(
    place: Place, amount: Decimal | None, prices: Sequence[ListPrice], change: PriceChange
) -> Plan:
    """What becomes of the price that holds on the day of `change`.

    `prices` are those of the same product, list and quantity that hold then or later. A new price
    begins on the day and holds until the next one begins, so that no two ever overlap.
    """
    day = change.day
    held = next((price for price in prices if price.holds_on(day)), None)
    if held is None:
        later = next((price.valid_from for price in prices if price.valid_from), None)
        ends = later - timedelta(days=1) if later else None
        after = [] if amount is None else [_row(place, None, amount, day, ends)]
        return Plan(old_amount=None, new_amount=amount, after=after)
    if held.amount == amount:
        return Plan(old_amount=amount, new_amount=amount)
    before = _row(place, held.key, held.amount, held.valid_from, held.valid_until)
    return Plan(held.amount, amount, [before], list(_after(place, amount, held, change)))


def _after(place: Place, amount: Decimal | None, held: ListPrice, change: PriceChange) -> list[Row]:
    if change.ends_former and held.valid_from != change.day:
        ends = change.day - timedelta(days=1)
        rows = [_row(place, held.key, held.amount, held.valid_from, ends)]
        if amount is not None:
            rows.append(_row(place, None, amount, change.day, held.valid_until))
        return rows
    if amount is None:
        return []
    return [_row(place, held.key, amount, held.valid_from, held.valid_until)]


def _row(
    place: Place, key: int | None, amount: Decimal, begins: date | None, ends: date | None
) -> Row:
    """A row of the table of prices, by its columns, as JSON holds it."""
    product, price_list, quantity = place
    return {
        "id": key,
        "product_id": product,
        "price_list_id": price_list,
        "customer_id": None,
        "minimum_quantity": quantity,
        "amount": str(amount),
        "valid_from": begins and begins.isoformat(),
        "valid_until": ends and ends.isoformat(),
    }
