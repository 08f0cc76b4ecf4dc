"""The condition that a product fits a vehicle."""

import re

from django.core.exceptions import ValidationError
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Upper
from django.utils.translation import gettext as _

from catalog.models import Fitment

VEHICLE = re.compile(r"(?:(?P<year>\d{4})\s+)?(?P<name>.+)")


def fits_vehicle(vehicle: str) -> Q:
    """Products that fit a vehicle such as "2015 Honda Civic"; the year may be left out.

    A make alone finds every fitment of the make; a fitment of a whole make fits each of its models.
    Raises ValidationError where nothing is named.
    """
    match = VEHICLE.fullmatch(" ".join(vehicle.split()))
    if match is None:
        raise ValidationError(_("Name a vehicle, such as 2015 Honda Civic."))
    name = match["name"].upper()
    fitments = Fitment.objects.annotate(
        make_name=Upper("make__name"),
        vehicle_name=Upper(Concat("make__name", Value(" "), "model__name")),
        sought=Value(name),
    ).filter(
        Q(vehicle_name=name)
        | Q(make_name=name)
        | Q(model__isnull=True, sought__startswith=Concat(F("make_name"), Value(" ")))
    )
    if match["year"]:
        year = int(match["year"])
        fitments = fitments.filter(year_from__lte=year, year_to__gte=year)
    return Q(pk__in=fitments.order_by().values("product_id"))
