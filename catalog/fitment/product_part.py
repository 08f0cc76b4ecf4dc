"""Fitments as a part of the product."""

from django.utils.translation import gettext as _

from catalog.fitment.models.fitment import Fitment
from catalog.products.parts import ColumnText, Content, ProductPart, joined


def _fitment(content: Content, text: ColumnText) -> str:
    vehicle = f"{text('make')} {text('model') or _('all models')}"
    narrower = ("submodel", "engine", "drive", "body", "qualifiers", "position", "note")
    count = f"× {text('quantity')}" if content.get("quantity", 1) != 1 else ""
    return joined(f"{text('year_from')}–{text('year_to')} {vehicle}", *map(text, narrower), count)


FITMENT_PART = ProductPart(
    name="fitments",
    model=Fitment,
    text=_fitment,
    # All that it says.
    conflict_key=tuple(
        field.name for field in Fitment._meta.fields if field.name not in {"id", "product"}
    ),
    is_indexed=True,
    permission="catalog.change_fitment",
)
