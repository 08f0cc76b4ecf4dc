"""Fitment as pages show it: whether a product fits a vehicle, and the table of all vehicles."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext

from catalog.fitment.models.fitment import Fitment
from catalog.fitment.queries.vehicles import Vehicle


@dataclass(frozen=True, slots=True)
class FitmentRow:
    """One line of the fitment table; `model` is empty where every model of the make fits."""

    make: str
    model: str
    years: str
    qualifiers: str
    position: str
    quantity: int
    note: str


def fits_of(product_ids: Sequence[int], vehicle: Vehicle) -> dict[int, str]:
    """For each of the products that fits `vehicle`: where and on which variants, in words.

    The text is empty where nothing narrows the fit. One query.
    """
    rows = Fitment.objects.filter(
        product_id__in=product_ids,
        make_id=vehicle.make_id,
        year_from__lte=vehicle.year,
        year_to__gte=vehicle.year,
    )
    if vehicle.model_id:
        rows = rows.filter(Q(model_id=vehicle.model_id) | Q(model=None))
    found: dict[int, list[str]] = {}
    for product_id, *narrowing in rows.values_list(
        "product_id", "position", "submodel", "engine", "drive", "body"
    ).distinct():
        found.setdefault(product_id, []).append(" ".join(filter(None, narrowing)))
    return {
        product_id: ", ".join(sorted(set(texts))) if all(texts) else ""
        for product_id, texts in found.items()
    }


def fitment_row(
    make: str,
    model: str | None,
    year_from: int,
    year_to: int,
    *narrowing: object,
) -> FitmentRow:
    """A row of the fitment table; without a model every model of the make fits.

    `narrowing`: submodel, engine, drive, body, the further qualifiers, position, quantity, note.
    """
    *named, further, position, quantity, note = narrowing
    others = further.items() if isinstance(further, dict) else ()
    qualifiers = [*filter(None, named), *(f"{name}: {value}" for name, value in others)]
    return FitmentRow(
        make=make,
        model=model or gettext("all models"),
        years=year_range(year_from, year_to),
        qualifiers=", ".join(map(str, qualifiers)),
        position=position,
        quantity=quantity,
        note=note,
    )


def year_range(first: int, last: int) -> str:
    """A range of years: "2015" or "2012–2015"."""
    return str(first) if first == last else f"{first}–{last}"
