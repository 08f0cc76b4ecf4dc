"""How vehicles stand in the index: each year of a fitment's range as a token.

m7: fits model 7; a3: fits every model of make 3; k3: fits some model of make 3; each also with a
year (m7y2015), and y2015 alone. A document holds one token for each, so a vehicle is one look-up.
"""

from collections.abc import Iterator

from django.utils import timezone

# Fitments "to 2100" are open; nobody looks for parts of cars that will be built later than this.
_YEARS_AHEAD = 3


def fitment_tokens(
    make_id: int, model_id: int | None, year_from: int, year_to: int
) -> Iterator[str]:
    """The tokens of one fitment."""
    narrow = f"m{model_id}" if model_id else f"a{make_id}"
    names = (narrow, f"k{make_id}")
    yield from names
    last = min(year_to, timezone.now().year + _YEARS_AHEAD)
    for year in range(year_from, last + 1):
        yield f"y{year}"
        yield from (f"{name}y{year}" for name in names)


def vehicle_tokens(
    *, make_id: int | None = None, model_id: int | None = None, year: int | None = None
) -> list[str]:
    """The tokens any of which a product that fits the vehicle has; [] for no vehicle.

    With a model give its make too, or products that fit every model of the make are left out.
    """
    suffix = f"y{year}" if year else ""
    if model_id:
        whole_make = [f"a{make_id}{suffix}"] if make_id else []
        return [f"m{model_id}{suffix}", *whole_make]
    if make_id:
        return [f"k{make_id}{suffix}"]
    return [suffix] if suffix else []
