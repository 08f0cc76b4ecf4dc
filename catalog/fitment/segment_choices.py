"""The vehicles to pick from as the value of a segment's condition."""

from collections.abc import Sequence

from django.db.models import Q

from catalog.fitment.models import VehicleModel
from catalog.segments.choices import SHOWN, Choice


class VehicleChoices:
    """Makes and models as texts, behind the year that was typed before them."""

    names = None

    def find(self, text: str) -> list[Choice]:
        """The first few vehicles whose make and model hold the words."""
        words = text.split()
        years = [word for word in words if word.isdecimal() and len(word) == 4][:1]
        found = VehicleModel.objects.order_by("make__name", "name")
        for word in words:
            if word not in years:
                found = found.filter(Q(make__name__icontains=word) | Q(name__icontains=word))
        names = found.values_list("make__name", "name")[:SHOWN]
        return [(vehicle, vehicle) for vehicle in (" ".join([*years, *name]) for name in names)]

    def labelled(self, values: Sequence[str]) -> list[Choice]:
        """Any text may name a vehicle."""
        return [(value, value) for value in values]
