from dataclasses import dataclass
from decimal import Decimal

Value = str | bool | list[str]


@dataclass(frozen=True)
class Part:
    """What can be said of a part whatever brand makes it.

    `values` holds choice codes, yes/no and numbers as decimal text in the unit of the attribute;
    `box` is length, width and height of its packing in millimetres; `weight` is in kilograms;
    `price` is the usual price in US dollars.
    """

    values: dict[str, Value]
    price: Decimal
    weight: Decimal
    box: tuple[int, int, int]
    quantity_per_vehicle: int = 1
    pieces_per_case: int = 0
    positions: tuple[str, ...] = ("",)
    sold_in_quantity: bool = False


def decimal_text(number: float, places: int) -> str:
    """`number` with exactly so many digits after the point: 12.7, 2 -> "12.70"."""
    return f"{number:.{places}f}"


def money(number: float) -> Decimal:
    """A price that ends in 9 cents."""
    return Decimal(f"{max(number, 0.99):.1f}") + Decimal("0.09")


def mass(number: float) -> Decimal:
    """A weight in kilograms, to the gram."""
    return Decimal(f"{number:.3f}")
