"""A vehicle in the text of a search, and the vehicle picker, by every backend alike."""

import pytest

from tests.catalog.searching import found, search_products
from tests.factories.catalog import (
    FitmentFactory,
    ProductFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = pytest.mark.django_db


class TestVehicles:
    @pytest.fixture
    def civic(self):
        return VehicleModelFactory(name="Civic", make=VehicleMakeFactory(name="Honda"))

    @pytest.fixture
    def parts(self, civic):
        """Pads for the Civic of 2010 to 2015, a disc for it, and pads for something else."""
        FitmentFactory(product=ProductFactory(part_number="FITS", name="Brake pad"), model=civic)
        FitmentFactory(product=ProductFactory(part_number="DISC", name="Brake disc"), model=civic)
        FitmentFactory(product=ProductFactory(part_number="OTHER", name="Brake pad"))

    def test_a_vehicle_in_the_text_is_a_filter(self, indexed, civic, parts):
        indexed()
        search = search_products("2015 honda civic brake pad")
        assert found("2015 honda civic brake pad") == ["FITS"]
        understood = search.interpretation
        assert understood.text == "brake pad"
        assert understood.recognised[0].label == "2015 Honda Civic"
        assert understood.recognised[0].values == {
            "make": civic.make_id,
            "model": civic.pk,
            "year": 2015,
        }

    def test_the_year_counts(self, indexed, parts):
        indexed()
        assert found("2016 honda civic brake pad") == []
        assert sorted(found("honda civic")) == ["DISC", "FITS"]

    def test_what_fits_every_model_fits_this_one(self, indexed, civic, parts):
        oil = ProductFactory(part_number="OIL", name="Oil")
        FitmentFactory(product=oil, model=None, make=civic.make, year_from=2000, year_to=2020)
        indexed()
        assert found("2015 civic oil") == ["OIL"]
        assert found(vehicle={"make_id": civic.make_id, "model_id": civic.pk, "year": 2001}) == [
            "OIL"
        ]

    def test_the_vehicle_picker_filters_by_any_part_of_a_vehicle(self, indexed, civic, parts):
        indexed()
        make, model = {"make_id": civic.make_id}, {"model_id": civic.pk}
        for vehicle in (make, make | {"year": 2012}, make | model, make | model | {"year": 2012}):
            assert sorted(found(vehicle=vehicle)) == ["DISC", "FITS"], vehicle
        assert len(found(vehicle={"year": 2012})) == 3
        assert found(vehicle=make | model | {"year": 2016}) == []

    def test_words_can_be_kept_words(self, indexed, parts):
        ProductFactory(part_number="BOOK", name="Honda Civic manual")
        indexed()
        assert found("honda civic", interpret=False) == ["BOOK"]

    def test_a_vehicle_that_leaves_nothing_is_tried_as_words(self, indexed, parts):
        ProductFactory(part_number="BOOK", name="Honda Civic 1999 manual")
        indexed()
        assert found("1999 honda civic manual") == ["BOOK"]
