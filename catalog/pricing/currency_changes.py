"""Refuses a currency in which prices of a list or of a customer could not be paid."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Func, Value
from django.utils.translation import ngettext

from accounts.models import Customer
from catalog.pricing.models import Price, PriceList
from catalog.pricing.money import minor_units


def check_currency_of_list(before: PriceList, after: Mapping[str, Any]) -> dict[str, str]:
    """What a form makes of a price list."""
    if not (number := _unpayable(before, after)):
        return {}
    return {
        "currency": ngettext(
            "%(currency)s has no decimals, but %(number)d price in this list does. Change it "
            "first.",
            "%(currency)s has no decimals, but %(number)d prices in this list do. Change them "
            "first.",
            number,
        )
        % {"currency": after["currency"], "number": number}
    }


def check_currency_of_customer(before: Customer, after: Mapping[str, Any]) -> dict[str, str]:
    """What a form makes of a customer."""
    if not (number := _unpayable(before, after)):
        return {}
    return {
        "currency": ngettext(
            "%(currency)s has no decimals, but %(number)d price of this customer does. Change it "
            "first.",
            "%(currency)s has no decimals, but %(number)d prices of this customer do. Change "
            "them first.",
            number,
        )
        % {"currency": after["currency"], "number": number}
    }


def _unpayable(before: PriceList | Customer, after: Mapping[str, Any]) -> int:
    """How many prices are no whole amounts, where the new currency takes no others."""
    currency = after.get("currency", "")
    if before.pk is None or currency in ("", before.currency) or minor_units(currency):
        return 0
    owner = "price_list" if isinstance(before, PriceList) else "customer"
    is_payable = Func(
        "amount", Value(currency), function="catalog_is_payable", output_field=BooleanField()
    )
    return Price.objects.filter(**{owner: before}).exclude(is_payable).count()
