"""Checks one value and brings it into the form in which products store it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.attribute_types.rules import broken_rule
from catalog.attribute_types.tables import check_table
from catalog.attribute_types.unit_families import allowed_units, family_of
from catalog.attribute_types.units import NUMBER
from catalog.attribute_types.web_addresses import read_address
from catalog.products.models.product import Product
from catalog.schema.models.attribute import Attribute, AttributeOption
from media_library.models import Asset

Type = Attribute.Type
LARGEST_KEY = 2**63 - 1
LONGEST_TEXT = 1_000_000
# "12.7 mm", "12.7mm", "12.7"
_AMOUNT_WITH_UNIT = re.compile(r"([+-]?[0-9.]+)\s*(.*)", re.DOTALL)


def check_value(attribute: Attribute, value: Any, *, is_whole: bool = True) -> Any:
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
            raise _refused(attribute, _("%(label)s holds a character that cannot be stored."))
    if value is None or value in ("", [], {}):
        return None
    stored = _READERS.get(attribute.type, _read_text)(attribute, value)
    if stored is not None and (rule := broken_rule(attribute, stored, is_whole=is_whole)):
        raise ValidationError(rule.message, code=rule.code)
    return stored


def _refused(attribute: Attribute, message: str, **words: Any) -> ValidationError:
    return ValidationError(message % {"label": attribute.label, **words}, code="type")


def _read_text(attribute: Attribute, value: Any) -> str:
    if not isinstance(value, str):
        raise _refused(attribute, _("%(label)s is a text."))
    if len(value) > LONGEST_TEXT:
        raise _refused(
            attribute,
            _("%(label)s has at most %(limit)d characters."),
            limit=LONGEST_TEXT,
        )
    return value


def _read_number(attribute: Attribute, value: Any) -> str:
    text = str(value).removeprefix("+")
    if isinstance(value, bool | float | list | dict) or not NUMBER.fullmatch(text):
        raise _refused(
            attribute,
            _("%(label)s is a number with a dot before its decimals, such as 12.70."),
        )
    return text


def _read_measure(attribute: Attribute, value: Any) -> dict | None:
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


def _read_unit(attribute: Attribute, text: str) -> str:
    """The symbol of the unit; without one, the standard unit."""
    if not text:
        return attribute.unit
    family = family_of(attribute.unit)
    symbol = family.find(text) if family else text if text == attribute.unit else None
    if symbol is None:
        raise _refused(
            attribute,
            _("%(label)s has one of these units: %(units)s. “%(unit)s” is none of them."),
            units=", ".join(allowed_units(attribute.unit)),
            unit=text,
        )
    return symbol


def _read_boolean(attribute: Attribute, value: Any) -> bool:
    known = {"true": True, "yes": True, "false": False, "no": False}
    if isinstance(value, str | bool) and str(value).lower() in known:
        return known[str(value).lower()]
    raise _refused(attribute, _("%(label)s is yes or no."))


def _read_date(attribute: Attribute, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    try:
        # Shorter ways to write a date would not stand in the order of their text.
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise _refused(attribute, _("%(label)s is a date, such as 2026-02-28."))


def _read_choice(attribute: Attribute, value: Any) -> str:
    return _options(attribute, [value])[0]


def _read_choices(attribute: Attribute, value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(_options(attribute, values)))


def _options(attribute: Attribute, values: list) -> list[str]:
    """The values, each of which is the code of an option."""
    codes = [str(value) for value in values]
    if any("\x00" in code for code in codes):
        known: set[str] = set()
    else:
        known = set(
            AttributeOption.objects.filter(attribute=attribute, code__in=codes)
            .order_by()
            .values_list("code", flat=True)
        )
    strange = next((code for code in codes if code not in known), None)
    if strange is not None:
        raise _refused(
            attribute,
            _("%(label)s has no option “%(option)s”. Choose one of its options, or add it."),
            option=strange,
        )
    return codes


def _read_product(attribute: Attribute, value: Any) -> str:
    sku = value.sku if isinstance(value, Product) else str(value)
    if not isinstance(value, Product) and not Product.objects.filter(sku=sku).exists():
        raise _refused(
            attribute, _("%(label)s is the SKU of a product; there is no “%(sku)s”."), sku=sku
        )
    return sku


def _read_asset(attribute: Attribute, value: Any) -> int:
    if isinstance(value, Asset):
        return value.pk
    text = str(value)
    if text.isascii() and text.isdecimal() and int(text[:20]) <= LARGEST_KEY:
        key = int(text[:20])
        if Asset.objects.filter(pk=key).exists():
            return key
    raise _refused(
        attribute, _("%(label)s is the number of an asset; there is no “%(asset)s”."), asset=text
    )


def _read_url(attribute: Attribute, value: Any) -> str:
    address = read_address(_read_text(attribute, value))
    if address is None:
        raise _refused(attribute, _("%(label)s is a web address, such as https://example.com/."))
    return address


_READERS: dict[str, Callable[[Attribute, Any], Any]] = {
    Type.NUMBER: _read_number,
    Type.MEASURE: _read_measure,
    Type.BOOLEAN: _read_boolean,
    Type.DATE: _read_date,
    Type.CHOICE: _read_choice,
    Type.MULTIPLE_CHOICE: _read_choices,
    Type.PRODUCT: _read_product,
    Type.ASSET: _read_asset,
    Type.URL: _read_url,
    Type.TABLE: check_table,
}
