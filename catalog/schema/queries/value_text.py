"""Attribute values and prices as people read them."""

from typing import Any

from django.utils.translation import get_language

from catalog.attribute_types.holding import EMPTY, fallback_locales
from catalog.attribute_types.registry import attribute_type
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
    return attribute_type(attribute.type).shown(attribute, value)


def in_language(value: dict[str, Any]) -> Any:
    """The entry of a localizable value in the visitor's language, else in the site's."""
    entries = (value.get(locale) for locale in fallback_locales(get_language() or ""))
    return next((entry for entry in entries if entry not in EMPTY), None)


def file_size(size: int | None) -> str:
    """A file size for people: "348 KB", "1.2 MB"."""
    if not size:
        return ""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"
