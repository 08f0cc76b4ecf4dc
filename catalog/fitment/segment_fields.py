"""The fields of fitments: which vehicles a product fits, and how many fitments it has."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.fitment.models.fitment import Fitment
from catalog.fitment.models.vehicle import VehicleMake, VehicleModel
from catalog.fitment.segment_choices import VehicleChoices
from catalog.fitment.segment_conditions import fits_vehicle
from catalog.schema.queries.conditions import any_of
from catalog.segments.conditions import listed, on_number_of_rows
from catalog.segments.filter_paths import FilterPath
from catalog.segments.registry import SegmentField
from catalog.segments.relation_fields import PARTS
from catalog.segments.scope import Scope


def fitment_fields() -> Iterator[SegmentField]:
    """What can be asked of the fitments of a product."""
    yield SegmentField(
        "fits",
        _("Fits vehicle"),
        "presence",
        _fits,
        input="vehicle",
        choices=VehicleChoices(),
        after="category",
    )
    yield SegmentField(
        "fitments",
        _("Number of fitments"),
        "count",
        on_number_of_rows(lambda scope: Fitment.objects.all()),
        PARTS,
        after="assets",
    )


def _fits(operator: str, value: Any, scope: Scope) -> Q:
    return any_of([fits_vehicle(vehicle) for vehicle in listed(operator, value)])


def vehicle_path(named: VehicleMake | VehicleModel) -> FilterPath:
    """A make or a model, by its name in a condition of vehicles.

    A pattern of a path is no parameter; with the flag q it is taken as it stands.
    """
    name = named.name.replace("\\", "\\\\").replace('"', '\\"')
    return f'$.** ? (@.field == "fits").value ? (@ like_regex "{name}" flag "iq")', {}
