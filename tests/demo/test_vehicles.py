"""The real makes, models and base vehicles that the demo data loads."""

import csv
import gzip
import os
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count

from catalog.models import BaseVehicle, VehicleMake, VehicleModel
from demo.vehicles import LoadedVehicles, load_vehicles

pytestmark = pytest.mark.django_db

SHARED_DATA = Path(os.environ.get("SOLIDUS_SHARED_DATA", settings.BASE_DIR.parent / "shared/data"))
SOURCE = SHARED_DATA / "vehicles" / "us_year_make_model.csv.gz"


def test_every_base_vehicle_is_loaded_once():
    assert load_vehicles() == LoadedVehicles(makes=66, models=1456, base_vehicles=11_543)
    assert load_vehicles() == LoadedVehicles(makes=0, models=0, base_vehicles=0)


def test_what_is_there_already_is_used():
    make = VehicleMake.objects.create(name="HONDA")
    civic = VehicleModel.objects.create(make=make, name="civic")
    loaded = load_vehicles()
    assert (loaded.makes, loaded.models) == (65, 1455)
    assert civic.base_vehicles.filter(year=2015).count() == 1


@pytest.mark.skipif(not SOURCE.exists(), reason=f"the source of the vehicles is not at {SOURCE}")
def test_the_count_of_each_year_is_that_of_the_source():
    load_vehicles()
    with gzip.open(SOURCE, "rt", encoding="utf-8", newline="") as file:
        expected = Counter(int(row["year"]) for row in csv.DictReader(file))
    loaded = BaseVehicle.objects.order_by().values_list("year").annotate(Count("id"))
    assert dict(loaded) == expected
