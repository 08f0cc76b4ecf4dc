"""Segments find products by a vehicle that they fit."""

import pytest

from catalog.segments.compilation import segment_products
from tests.factories.catalog import (
    FitmentFactory,
    ProductFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = pytest.mark.django_db


def found(vehicle: str) -> set[str]:
    condition = {"field": "fits", "operator": "is", "value": vehicle}
    return set(segment_products({"conditions": [condition]}).values_list("sku", flat=True))


VEHICLES = [
    ("2012 Honda Civic", {"civic", "make"}),
    ("2020 honda civic", set()),
    ("Honda Civic", {"civic", "make"}),
    ("Honda Accord", {"make"}),
    ("Honda", {"civic", "make"}),
    ("Hon", set()),
]


@pytest.mark.parametrize(("vehicle", "skus"), VEHICLES)
def test_products_are_found_by_a_vehicle_that_they_fit(vehicle, skus):
    honda = VehicleMakeFactory(name="Honda")
    civic = VehicleModelFactory(make=honda, name="Civic")
    FitmentFactory(product=ProductFactory(sku="civic"), model=civic)
    FitmentFactory(product=ProductFactory(sku="make"), model=None, make=honda)
    ProductFactory(sku="none")
    assert found(vehicle) == skus


def test_vehicles_are_understood_in_other_spellings():
    make = VehicleMakeFactory(name="Mercedes-Benz")
    fitted = ProductFactory(sku="star")
    FitmentFactory(product=fitted, model=VehicleModelFactory(make=make, name="C 200"))
    lion = VehicleModelFactory(make=VehicleMakeFactory(name="Peugeot"), name="2008")
    FitmentFactory(product=ProductFactory(sku="lion"), model=lion)
    for text in ("2012 mercedes c200", "Mercedes-Benz C-200 2012", "mercedes c 200"):
        assert found(text) == {"star"}
    assert found("Peugeot 2008") == {"lion"}
