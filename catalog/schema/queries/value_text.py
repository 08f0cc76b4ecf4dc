"""Attribute values and prices as people read them."""

from typing import Any

from django.utils.translation import get_language, gettext

from catalog.attribute_types.resolution import EMPTY, fallback_locales
from catalog.schema.models.attribute import Attribute
from catalog.schema.queries.labels import AttributeLabel


def value_text(attribute: AttributeLabel, value: Any) -> str:
    """The value of a product in words, with its unit and the labels of its options.

    Values come from imports too, so anything may stand there: what does not have the shape of the
    attribute's type is shown as it is, and nothing raises.
    """
    if attribute.is_localizable and isinstance(value, dict):
        value = in_language(value)
    if value is None or value in ("", [], {}):
        return ""
    if attribute.type == Attribute.Type.MEASURE and isinstance(value, dict):
        return f"{value.get('amount', '')} {value.get('unit') or attribute.unit}".strip()
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if attribute.type == Attribute.Type.TABLE:
        return "; ".join(", ".join(row) for row in table_cells(attribute, value))
    if isinstance(value, list) or attribute.options:
        answers = value if isinstance(value, list) else [value]
        return ", ".join(attribute.options.get(str(item), str(item)) for item in answers)
    text = str(value)
    return f"{text} {attribute.unit}" if attribute.unit else text


def in_language(value: dict[str, Any]) -> Any:
    """The entry of a localizable value in the visitor's language, else in the site's."""
    entries = (value.get(locale) for locale in fallback_locales(get_language() or ""))
    return next((entry for entry in entries if entry not in EMPTY), None)


def table_cells(attribute: AttributeLabel, value: Any) -> list[list[str]]:
    """The rows of a table as texts, a cell for each column of the attribute."""
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return [[_cell(row.get(column.code)) for column in attribute.columns] for row in rows]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return "" if value is None else str(value)


def file_size(size: int | None) -> str:
    """A file size for people: "348 KB", "1.2 MB"."""
    if not size:
        return ""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"
