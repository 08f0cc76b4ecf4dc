"""The condition that a product fits a vehicle."""

import re

from django.core.exceptions import ValidationError
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.db.models.lookups import IStartsWith
from django.utils.translation import gettext as _

from catalog.fitment.models.fitment import Fitment
from catalog.fitment.vehicle_names import VehicleKey, make_key, vehicle_key
from catalog.schema.queries.conditions import any_of

_YEAR = re.compile(r"[0-9]{4}")


def fits_vehicle(vehicle: str) -> Q:
    """Products that fit a vehicle such as "2015 Honda Civic"; the year may be left out.

    Spelling does not matter ("honda civic 2015", "Mercedes Benz", "Chevy Tahoe"). A make alone
    finds every fitment of the make; a fitment of a whole make fits each of its models. Raises
    ValidationError where nothing is named.
    """
    fitments = Fitment.objects.annotate(
        make_name=VehicleKey("make__name"),
        vehicle_name=VehicleKey(Concat("make__name", "model__name")),
    )
    found = any_of([_fitment(year, name) for year, name in _readings(vehicle)])
    return Q(pk__in=fitments.filter(found).order_by().values("product_id"))


def _fitment(year: int | None, name: str) -> Q:
    """Fitments of the vehicle, or of all models of its make."""
    of_make = Q(model__isnull=True) & Q(IStartsWith(Value(name), F("make_name")))
    named = Q(vehicle_name=name) | Q(make_name=name) | of_make
    return named & Q(year_from__lte=year, year_to__gte=year) if year else named


def _readings(vehicle: str) -> list[tuple[int | None, str]]:
    """Year and letters of a vehicle; a number at the end may be a year or a name (Peugeot 2008)."""
    words = vehicle.split()
    if len(words) > 1 and _YEAR.fullmatch(words[0]):
        return [(int(words[0]), name) for name in _names(words[1:])]
    readings: list[tuple[int | None, str]] = [(None, name) for name in _names(words)]
    if len(words) > 1 and _YEAR.fullmatch(words[-1]):
        readings += [(int(words[-1]), name) for name in _names(words[:-1])]
    return readings


def _names(words: list[str]) -> list[str]:
    """The letters of make and model, as they stand and with the make's full name."""
    letters = [vehicle_key(word) for word in words]
    if not any(letters):
        raise ValidationError(_("Enter a vehicle, such as 2015 Honda Civic."))
    return list(
        dict.fromkeys("".join([make, *letters[1:]]) for make in (letters[0], make_key(words[0])))
    )
