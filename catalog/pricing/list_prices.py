"""The prices that lists themselves have, as those who set them read them.

What somebody pays is another question, which `queries` answers: these are the rows.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from catalog.pricing.models import Price


@dataclass(frozen=True, slots=True)
class ListPrice:
    """One row of the prices of a list; an empty day is open."""

    key: int
    amount: Decimal
    valid_from: date | None
    valid_until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        begins, ends = self.valid_from, self.valid_until
        return (begins is None or begins <= day) and (ends is None or ends >= day)


def prices_from_day(
    places: Collection[tuple[int, int, int]], day: date
) -> dict[tuple[int, int, int], list[ListPrice]]:
    """The prices that hold on `day` or later, the earliest first, by product, list and quantity.

    One query; `places` are the (product, list, quantity) that are asked for.
    """
    products, lists, quantities = ({place[axis] for place in places} for axis in range(3))
    rows = (
        Price.objects.filter(
            Q(valid_until=None) | Q(valid_until__gte=day),
            product_id__in=products,
            price_list_id__in=lists,
            minimum_quantity__in=quantities,
        )
        .order_by("valid_from")
        .values_list(
            "product_id",
            "price_list_id",
            "minimum_quantity",
            "pk",
            "amount",
            "valid_from",
            "valid_until",
        )
    )
    found: dict[tuple[int, int, int], list[ListPrice]] = defaultdict(list)
    for product, price_list, quantity, key, amount, begins, ends in rows:
        found[product, price_list, quantity].append(ListPrice(key, amount, begins, ends))
    return dict(found)


def amounts_of_lists(
    product_ids: Sequence[int], lists: Sequence[int], *, quantity: int, day: date
) -> dict[tuple[int, int], Decimal]:
    """What lists themselves ask from a quantity on, on a day, by product and list; one query."""
    places = {(product, one, quantity) for product in product_ids for one in lists}
    return {
        (product, one): price.amount
        for (product, one, _quantity), prices in prices_from_day(places, day).items()
        for price in prices
        if price.holds_on(day)
    }
