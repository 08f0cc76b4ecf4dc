"""Vehicles as a visitor picks them: year, then make, then model."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection

from catalog.fitment.models.vehicle import (
    FIRST_YEAR,
    LAST_YEAR,
    BaseVehicle,
    VehicleMake,
    VehicleModel,
)
from catalog.fitment.vehicle_names import KEY_SQL, make_key, vehicle_key
from catalog.schema.queries.cache import cached_until_the_catalog_changes
from console.spelling import name_key, trimmed

LONGEST_NAME = 100

_NAMED = f"""
SELECT k.id, k.name, m.id, coalesce(m.name, '')
FROM catalog_vehiclemake k
LEFT JOIN catalog_vehiclemodel m
    ON m.make_id = k.id AND {KEY_SQL.format("m.name")} = %(model_key)s
WHERE {KEY_SQL.format("k.name")} = %(make_key)s AND (%(model)s = '' OR m.id IS NOT NULL)
ORDER BY console_name_key(k.name) = console_name_key(%(make)s) DESC,
    console_name_key(m.name) = console_name_key(%(model)s) DESC, k.id, m.id LIMIT 1
"""  # noqa: S608 - of constants


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle somebody asks for; the model may be open."""

    year: int
    make_id: int
    make: str
    model_id: int | None = None
    model: str = ""

    def __str__(self) -> str:
        return f"{self.year} {self.make} {self.model}".strip()

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of an address that name this vehicle."""
        named = {"year": str(self.year), "make": self.make, "model": self.model}
        return {name: value for name, value in named.items() if value}

    @property
    def query_string(self) -> str:
        """`parameters`, ready to stand behind a question mark."""
        return urlencode(self.parameters)


@dataclass(frozen=True, slots=True)
class VehiclePicker:
    """The choices of the three selects and what is chosen in them."""

    years: tuple[int, ...]
    makes: tuple[str, ...]
    models: tuple[str, ...]
    year: int | None
    make: str
    model: str


@cached_until_the_catalog_changes()
def years() -> tuple[int, ...]:
    """All years with vehicles, newest first."""
    found = BaseVehicle.objects.order_by("-year").values_list("year", flat=True).distinct()
    return tuple(found)


@cached_until_the_catalog_changes(at_most=200)
def makes(year: int) -> tuple[str, ...]:
    """Names of the makes with vehicles of `year`."""
    found = VehicleMake.objects.filter(models__base_vehicles__year=year).order_by("name").distinct()
    return tuple(found.values_list("name", flat=True))


@cached_until_the_catalog_changes(at_most=2000)
def models(year: int, make: str) -> tuple[str, ...]:
    """Names of the models that `make` built in `year`."""
    found = VehicleModel.objects.filter(base_vehicles__year=year, make__name=make).order_by("name")
    return tuple(found.values_list("name", flat=True))


def read_year(text: str) -> int | None:
    """The year that a visitor wrote, or None when it is not one."""
    if len(text) == 4 and text.isascii() and text.isdigit():
        year = int(text)
        if FIRST_YEAR <= year <= LAST_YEAR:
            return year
    return None


def find_vehicle(year: str, make: str, model: str) -> Vehicle | None:
    """The vehicle that an address names, or None when there is no such year, make or model.

    Names compare as `catalog.fitment.vehicle_names` says; what is written alike comes first. A year
    and a make are enough; an unknown model is no vehicle.
    """
    wanted = read_year(year)
    make, model = _name(make), _name(model)
    if wanted is None or not make:
        return None
    if not vehicle_key(make) or (model and not vehicle_key(model)):
        return None
    return _find(wanted, make, model)


@cached_until_the_catalog_changes(at_most=2000)
def vehicle_of_keys(
    year: int | None, make_id: int | None, model_id: int | None = None
) -> Vehicle | None:
    """The vehicle of these keys; None without a year or a known make."""
    make = VehicleMake.objects.filter(pk=make_id).first() if year and make_id else None
    if make is None:
        return None
    model = VehicleModel.objects.filter(pk=model_id).first() if model_id else None
    if model is None:
        return Vehicle(year, make.pk, make.name)
    return Vehicle(year, make.pk, make.name, model.pk, model.name)


def picker(year: str, make: str, model: str = "") -> VehiclePicker:
    """The vehicle picker with the choices that fit what is chosen so far."""
    wanted = read_year(year)
    makes_of_year = makes(wanted) if wanted else ()
    chosen_make = _same(makes_of_year, make, make_key)
    models_of_make = models(wanted, chosen_make) if wanted and chosen_make else ()
    return VehiclePicker(
        years=years(),
        makes=makes_of_year,
        models=models_of_make,
        year=wanted,
        make=chosen_make,
        model=_same(models_of_make, model, vehicle_key),
    )


def _same(names: tuple[str, ...], wanted: str, read: Callable[[str], str]) -> str:
    key, spelling = read(wanted), name_key(wanted)
    alike = [name for name in names if vehicle_key(name) == key] if key else []
    return next((name for name in alike if name_key(name) == spelling), next(iter(alike), ""))


def _name(text: str) -> str:
    return "" if "\x00" in text else trimmed(text)[:LONGEST_NAME]


@cached_until_the_catalog_changes(at_most=2000)
def _find(year: int, make: str, model: str) -> Vehicle | None:
    parameters = {
        "make": make,
        "model": model,
        "make_key": make_key(make),
        "model_key": vehicle_key(model),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, parameters)
        row = cursor.fetchone()
    return Vehicle(year, *row) if row else None
