"""A vehicle is named in the same spellings in a search, an address, the picker and a segment."""

import pytest
from django.db import connection

from catalog.fitment.queries.vehicle_recognition import interpret_text
from catalog.fitment.queries.vehicles import find_vehicle, picker
from catalog.fitment.vehicle_names import KEY_SQL, vehicle_key
from catalog.models import BaseVehicle
from catalog.segments.compilation import segment_products
from tests.factories.catalog import (
    FitmentFactory,
    ProductFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = pytest.mark.django_db
SPELLINGS = [
    ("Citroën", "C4 Picasso", "citroen", "c4-picasso"),
    ("Citroën", "C4 Picasso", "CITROE\u0308N", "C4PICASSO"),
    ("Citroen", "C4", "Citroën", "c4"),
    ("Mercedes-Benz", "C 200", "mercedes benz", "c200"),
    ("Mercedes-Benz", "C 200", "Mercedes", "C\u00a0200"),
    ("Škoda", "Octavia", "SKODA", "octavia"),
    ("ВАЗ", "2108", "ваз", "2108"),
    ("Volkswagen", "Golf", "vw", "golf"),
]


@pytest.mark.parametrize(("make", "model", "make_text", "model_text"), SPELLINGS)
def test_every_reader_knows_the_vehicle(make, model, make_text, model_text):
    of_make = VehicleMakeFactory(name=make)
    fitted = VehicleModelFactory(make=of_make, name=model)
    BaseVehicle.objects.create(year=2012, model=fitted)
    FitmentFactory(product=ProductFactory(sku="fits"), model=fitted, year_from=2010, year_to=2015)
    FitmentFactory(product=ProductFactory(sku="other"))
    named = f"2012 {make_text} {model_text}"
    [recognised] = interpret_text(named).recognised
    assert recognised.values == {"make": of_make.pk, "model": fitted.pk, "year": 2012}
    vehicle = find_vehicle("2012", make_text, model_text)
    assert (vehicle.make_id, vehicle.model_id) == (of_make.pk, fitted.pk)
    picked = picker("2012", make_text, model_text)
    assert (picked.make, picked.model) == (make, model)
    condition = {"field": "fits", "operator": "is", "value": named}
    found = segment_products({"conditions": [condition]}).values_list("sku", flat=True)
    assert list(found) == ["fits"]


def test_what_is_written_alike_comes_before_what_reads_alike():
    for name in ("Citroen", "Citroën"):
        model = VehicleModelFactory(make=VehicleMakeFactory(name=name), name="C4")
        BaseVehicle.objects.create(year=2012, model=model)
    for name in ("citroen", "citroën"):
        assert find_vehicle("2012", name, "").make.lower() == name
        assert picker("2012", name).make.lower() == name


@pytest.mark.parametrize("name", ["", " ", "-", "\u200b"])
def test_what_has_no_letters_names_no_vehicle(name):
    VehicleModelFactory(make=VehicleMakeFactory(name="-"), name="!")
    assert find_vehicle("2012", name, "") is None
    assert find_vehicle("2012", "-", "!") is None


def test_the_database_reads_names_as_python_does():
    names = ["Citroën", "Mercedes-Benz", "C 200", "İstanbul", "Straße", "ΟΔΟΣ", "ВАЗ-2108", "-", ""]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT array_agg({KEY_SQL.format('name')} ORDER BY place)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS given (name, place)",
            [names],
        )
        assert cursor.fetchone()[0] == [vehicle_key(name) for name in names]
