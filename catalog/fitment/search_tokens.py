"""How vehicles stand in the index: each year of a fitment's range as a token.

m7: fits model 7; a3: fits every model of make 3; k3: fits some model of make 3; each also with a
year (m7y2015), and y2015 alone. A document holds one token for each, so a vehicle is one look-up.

Years far ahead are not written out: m7after2029 stands for all that follow 2029. As a document may
have been written in any year, a look-up of 2031 asks for m7y2031, m7after2029 and m7after2030.
"""

from collections.abc import Iterator

from django.utils import timezone

# Fitments "to 2100" are open, and their later years nearly never looked for.
_YEARS_AHEAD = 3
# No document was written before.
_FIRST_WRITTEN = 2026


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
    if year_to > last:
        after = f"after{max(last, year_from - 1)}"
        yield after
        yield from (f"{name}{after}" for name in names)


def vehicle_tokens(
    *, make_id: int | None = None, model_id: int | None = None, year: int | None = None
) -> list[str]:
    """The tokens any of which a product that fits the vehicle has; [] for no vehicle.

    With a model give its make too, or products that fit every model of the make are left out.
    """
    names, suffixes = _names(make_id, model_id), _suffixes(year)
    return [token for suffix in suffixes for name in names if (token := f"{name}{suffix}")]


def _names(make_id: int | None, model_id: int | None) -> list[str]:
    if model_id:
        return [f"m{model_id}", f"a{make_id}"] if make_id else [f"m{model_id}"]
    return [f"k{make_id}"] if make_id else [""]


def _suffixes(year: int | None) -> list[str]:
    if not year:
        return [""]
    written_out = range(_FIRST_WRITTEN + _YEARS_AHEAD, year)
    return [f"y{year}", *(f"after{last}" for last in written_out)]
