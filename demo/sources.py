"""The files under `data/`: invented master data as CSV, vehicle facts as compressed CSV."""

import csv
import gzip
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

Row = dict[str, str]
LOCALES = ("en", "de", "es", "fr")


def data_folder() -> Path:
    """The project's data folder."""
    return settings.BASE_DIR / "data"


@cache
def demo_rows(name: str) -> tuple[Row, ...]:
    """All rows of `data/demo/<name>.csv`."""
    with (data_folder() / "demo" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def vehicle_ranges() -> Iterator[Row]:
    """Ranges of years in which a model was sold: make, model, year_from, year_to."""
    return _compressed_rows("vehicles.csv.gz")


def engine_ranges() -> Iterator[Row]:
    """Engines and drives of a model: make, model, year_from, year_to, engine, drive."""
    return _compressed_rows("engines.csv.gz")


def other_labels(row: Row) -> dict[str, str]:
    """The labels of a row in the languages beside English."""
    return {locale: row[locale] for locale in LOCALES if locale != "en" and row[locale]}


def _compressed_rows(name: str) -> Iterator[Row]:
    with gzip.open(data_folder() / name, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
