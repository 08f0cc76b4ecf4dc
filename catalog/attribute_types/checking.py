"""Checks one value and brings it into the form in which products store it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.attribute_types.references import reference_reader, value_error
from catalog.attribute_types.rules import broken_rule
from catalog.attribute_types.tables import check_table
from catalog.attribute_types.types import AttributeType, DescribedAttribute
from catalog.attribute_types.unit_families import allowed_units, family_of
from catalog.attribute_types.units import NUMBER
from catalog.attribute_types.web_addresses import read_address
from media_library.models import Asset

Type = AttributeType
LARGEST_KEY = 2**63 - 1
LONGEST_TEXT = 1_000_000
# "12.7 mm", "12.7mm", "12.7"
_AMOUNT_WITH_UNIT = re.compile(r"([+-]?[0-9.]+)\s*(.*)", re.DOTALL)


def check_value(attribute: DescribedAttribute, value: Any, *, is_whole: bool = True) -> Any:
    """The value as a product stores it, None for no value.

    `value` is what is stored already, or text as a person writes it ("12.7 mm", "yes",
    "2026-02-28"); of a localizable attribute the value of one language. Answers or rows that are
    added to others, or taken away, are not the whole value (`is_whole`) and are not counted.
    Raises ValidationError that names the attribute and the rule. Takes a query for what refers to
    other records, and for a pattern.
    """
    if isinstance(value, str):
        # A browser sends line breaks its own way; a value is the same however it came.
        value = value.strip().replace("\r\n", "\n")
        if "\x00" in value:
            raise value_error(attribute, _("%(label)s holds a character that cannot be stored."))
    if value is None or value in ("", [], {}):
        return None
    read = _READERS.get(attribute.type) or reference_reader(attribute.type) or _read_text
    stored = read(attribute, value)
    if stored is not None and (rule := broken_rule(attribute, stored, is_whole=is_whole)):
        raise ValidationError(rule.message, code=rule.code)
    return stored


def _read_text(attribute: DescribedAttribute, value: Any) -> str:
    if not isinstance(value, str):
        raise value_error(attribute, _("%(label)s is a text."))
    if len(value) > LONGEST_TEXT:
        raise value_error(
            attribute,
            _("%(label)s has at most %(limit)d characters."),
            limit=LONGEST_TEXT,
        )
    return value


def _read_number(attribute: DescribedAttribute, value: Any) -> str:
    text = str(value).removeprefix("+")
    if isinstance(value, bool | float | list | dict) or not NUMBER.fullmatch(text):
        raise value_error(
            attribute,
            _("%(label)s is a number with a dot before its decimals, such as 12.70."),
        )
    return text


def _read_measure(attribute: DescribedAttribute, value: Any) -> dict | None:
    if isinstance(value, dict):
        amount, unit = value.get("amount"), value.get("unit") or ""
    else:
        found = _AMOUNT_WITH_UNIT.fullmatch(str(value))
        amount, unit = found.groups() if found else (value, "")
    if amount in (None, ""):
        return None
    return {
        "amount": _read_number(attribute, amount),
        "unit": _read_unit(attribute, str(unit).strip()),
    }


def _read_unit(attribute: DescribedAttribute, text: str) -> str:
    """The symbol of the unit; without one, the standard unit."""
    if not text:
        return attribute.unit
    family = family_of(attribute.unit)
    symbol = family.find(text) if family else text if text == attribute.unit else None
    if symbol is None:
        raise value_error(
            attribute,
            _("%(label)s has one of these units: %(units)s. “%(unit)s” is none of them."),
            units=", ".join(allowed_units(attribute.unit)),
            unit=text,
        )
    return symbol


def _read_boolean(attribute: DescribedAttribute, value: Any) -> bool:
    known = {"true": True, "yes": True, "false": False, "no": False}
    if isinstance(value, str | bool) and str(value).lower() in known:
        return known[str(value).lower()]
    raise value_error(attribute, _("%(label)s is yes or no."))


def _read_date(attribute: DescribedAttribute, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    try:
        # Shorter ways to write a date would not stand in the order of their text.
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise value_error(attribute, _("%(label)s is a date, such as 2026-02-28."))


def _read_asset(attribute: DescribedAttribute, value: Any) -> int:
    if isinstance(value, Asset):
        return value.pk
    text = str(value)
    if text.isascii() and text.isdecimal() and int(text[:20]) <= LARGEST_KEY:
        key = int(text[:20])
        if Asset.objects.filter(pk=key).exists():
            return key
    raise value_error(
        attribute, _("%(label)s is the number of an asset; there is no “%(asset)s”."), asset=text
    )


def _read_url(attribute: DescribedAttribute, value: Any) -> str:
    address = read_address(_read_text(attribute, value))
    if address is None:
        raise value_error(attribute, _("%(label)s is a web address, such as https://example.com/."))
    return address


_READERS: dict[str, Callable[[DescribedAttribute, Any], Any]] = {
    Type.NUMBER: _read_number,
    Type.MEASURE: _read_measure,
    Type.BOOLEAN: _read_boolean,
    Type.DATE: _read_date,
    Type.ASSET: _read_asset,
    Type.URL: _read_url,
    Type.TABLE: check_table,
}
