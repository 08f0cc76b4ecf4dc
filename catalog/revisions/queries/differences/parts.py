"""What hangs on a product, a line a record: its fitments, prices, assets, relations and so on."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from catalog.revisions.queries.content import PART_MODELS
from catalog.revisions.queries.differences.names import ReferenceNames, field_text

Content = Mapping[str, Any]
# The record's own book-keeping.
_LEFT_OUT = {"id", "product", "sort_order", "normalized_number"}


def part_label(part: str) -> str:
    """What a record of the part is called, such as "Fitment"."""
    return str(PART_MODELS[part]._meta.verbose_name).capitalize()


def part_text(part: str, content: Content, names: ReferenceNames) -> str:
    """The record in one line, such as "2010–2015 Honda Civic, front"."""
    return _TEXTS[part](content, _Reader(PART_MODELS[part], content, names))


def changed_columns(part: str, before: Content, after: Content) -> list[str]:
    """The columns in which two versions of the record differ, apart from book-keeping."""
    return [
        field.name
        for field in PART_MODELS[part]._meta.fields
        if field.name not in _LEFT_OUT
        and field.name in before
        and field.name in after
        and before[field.name] != after[field.name]
    ]


class _Reader:
    def __init__(self, model: type[Model], content: Content, names: ReferenceNames) -> None:
        self._model, self._content, self._names = model, content, names

    def __call__(self, name: str) -> str:
        return field_text(self._model, name, self._content.get(name), self._names)


def _joined(*texts: str) -> str:
    return ", ".join(filter(None, texts))


def _fitment(content: Content, text: _Reader) -> str:
    vehicle = f"{text('make')} {text('model') or _('all models')}"
    narrower = ("submodel", "engine", "drive", "body", "qualifiers", "position", "note")
    count = f"× {text('quantity')}" if content.get("quantity", 1) != 1 else ""
    return _joined(f"{text('year_from')}–{text('year_to')} {vehicle}", *map(text, narrower), count)


def _price(content: Content, text: _Reader) -> str:
    whose = text("price_list") or text("customer")
    quantity = _("from %(quantity)s") % {"quantity": text("minimum_quantity")}
    days = ""
    if content.get("valid_from") or content.get("valid_until"):
        days = f"{text('valid_from')} – {text('valid_until')}"
    return _joined(f"{whose}: {text('amount')}", quantity, days)


def _asset(content: Content, text: _Reader) -> str:
    return f"{text('role')}: {text('asset')}"


def _relation(content: Content, text: _Reader) -> str:
    count = f" × {text('quantity')}" if content.get("quantity", 1) != 1 else ""
    return f"{text('kind')}: {text('target')}{count}"


def _interchange(content: Content, text: _Reader) -> str:
    return f"{text('brand_name')} {text('number')}"


def _package(content: Content, text: _Reader) -> str:
    sizes = " × ".join(filter(None, map(text, ("length", "width", "height"))))
    weight = f"{text('weight')} kg" if content.get("weight") else ""
    return _joined(
        f"{text('level')} × {text('quantity')}", text("gtin"), sizes and f"{sizes} mm", weight
    )


_TEXTS: dict[str, Callable[[Content, _Reader], str]] = {
    "fitments": _fitment,
    "prices": _price,
    "asset_links": _asset,
    "relations": _relation,
    "interchanges": _interchange,
    "packages": _package,
}
