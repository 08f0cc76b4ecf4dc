"""Fitment as pages show it: whether a product fits a vehicle, and the table of all vehicles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext

from catalog.models import Fitment

from .vehicles import Vehicle


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


def fitment_rows(fitments: Iterable[Fitment]) -> list[FitmentRow]:
    """The rows of the fitment table, by make, model and year.

    `fitments` need their make and model loaded; they may be those of an unsaved draft.
    """
    ordered = sorted(
        fitments,
        key=lambda row: (row.make.name, row.model.name if row.model else "", row.year_from),
    )
    return [
        FitmentRow(
            make=row.make.name,
            model=row.model.name if row.model else gettext("all models"),
            years=year_range(row.year_from, row.year_to),
            qualifiers=_qualifiers(row),
            position=row.position,
            quantity=row.quantity,
            note=row.note,
        )
        for row in ordered
    ]


def year_range(first: int, last: int) -> str:
    """A range of years: "2015" or "2012–2015"."""
    return str(first) if first == last else f"{first}–{last}"


def _qualifiers(row: Fitment) -> str:
    named = [row.submodel, row.engine, row.drive, row.body]
    further = row.qualifiers if isinstance(row.qualifiers, dict) else {}
    return ", ".join(filter(None, [*named, *(f"{key}: {value}" for key, value in further.items())]))
