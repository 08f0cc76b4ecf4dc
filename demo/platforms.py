"""Groups of real vehicles that one part fits, made from the ranges under `data/`.

The first platforms are named in `data/demo/platforms.csv`, so that every family has parts for
vehicles that people look up; the others are drawn from all makes and models.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from random import Random

from demo.sources import demo_rows, engine_ranges, vehicle_ranges

PLATFORMS = 400
MODELS_PER_DRAWN_PLATFORM = 3
SPAN_OF_DRAWN_PLATFORM = 8  # years

Name = tuple[str, str]  # make, model
Years = tuple[int, int]  # first, last


@dataclass(frozen=True, slots=True)
class VehicleRange:
    """A model in a range of years in which it was sold, with an engine where one is meant."""

    vehicle: Name
    years: Years
    engine: str = ""
    drive: str = ""


Platform = tuple[VehicleRange, ...]


@cache
def platforms(seed: int) -> tuple[Platform, ...]:
    """All platforms; the same for the same seed."""
    sold = _sold_years()
    named = [
        _platform(sold, [(row["make"], model) for model in row["models"].split("|")], _years(row))
        for row in demo_rows("platforms")
    ]
    draw = Random(f"{seed}:platforms")
    drawn = [_drawn_platform(sold, draw) for _ in range(PLATFORMS - len(named))]
    return (*named, *drawn)


@cache
def with_engine(platform: Platform, choice: int) -> Platform:
    """The platform narrowed to one engine of each model, where its engines are known."""
    engines = _engines()
    narrowed = []
    for entry in platform:
        known = [
            (common, engine, drive)
            for years, engine, drive in engines.get(entry.vehicle, ())
            if (common := _common_years(entry.years, years))
        ]
        if known:
            years, engine, drive = known[choice % len(known)]
            narrowed.append(VehicleRange(entry.vehicle, years, engine, drive))
        else:
            narrowed.append(entry)
    return tuple(narrowed)


def _platform(sold: dict[Name, list[Years]], vehicles: list[Name], wanted: Years) -> Platform:
    """The vehicles in those of the wanted years in which they were sold."""
    return tuple(
        VehicleRange(vehicle, years)
        for vehicle in vehicles
        for run in sold[vehicle]
        if (years := _common_years(run, wanted))
    )


def _drawn_platform(sold: dict[Name, list[Years]], draw: Random) -> Platform:
    """A few models of one make around the same years."""
    first = draw.choice(sorted(sold))
    start, end = draw.choice(sold[first])
    start = draw.randint(start, end)
    siblings = sorted(vehicle for vehicle in sold if vehicle[0] == first[0] and vehicle != first)
    count = min(draw.randrange(MODELS_PER_DRAWN_PLATFORM), len(siblings))
    vehicles = [first, *draw.sample(siblings, count)]
    return _platform(sold, vehicles, (start, start + draw.randint(2, SPAN_OF_DRAWN_PLATFORM)))


def _common_years(one: Years, other: Years) -> Years | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _years(row: dict[str, str]) -> Years:
    return int(row["year_from"]), int(row["year_to"])


@cache
def _sold_years() -> dict[Name, list[Years]]:
    sold = defaultdict(list)
    for row in vehicle_ranges():
        sold[row["make"], row["model"]].append(_years(row))
    return dict(sold)


@cache
def _engines() -> dict[Name, list[tuple[Years, str, str]]]:
    engines = defaultdict(list)
    for row in engine_ranges():
        engine = (_years(row), row["engine"], row["drive"])
        engines[row["make"], row["model"]].append(engine)
    return dict(engines)
