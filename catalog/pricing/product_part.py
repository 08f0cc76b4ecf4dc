"""Prices as a part of the product."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Customer
from catalog.pricing.models import Price, PriceList
from catalog.pricing.money import money
from catalog.pricing.queries import SEES_PRICES
from catalog.pricing.validity import overlapping
from catalog.products.parts import ColumnText, Content, ProductPart, joined


def _price(content: Content, text: ColumnText) -> str:
    whose = text("price_list") or text("customer")
    quantity = _("from %(quantity)s") % {"quantity": text("minimum_quantity")}
    days = ""
    if content.get("valid_from") or content.get("valid_until"):
        days = f"{text('valid_from') or '…'} – {text('valid_until') or '…'}"
    owner = text.record("price_list") or text.record("customer")
    # Without the list it is not known any more which currency it was.
    currency = owner.currency if isinstance(owner, PriceList | Customer) else ""
    amount = money(Decimal(text("amount") or 0), currency).strip()
    return joined(f"{whose}: {amount}", quantity, days)


PRICE_PART = ProductPart(
    name="prices",
    model=Price,
    text=_price,
    conflict_key=("price_list", "customer", "minimum_quantity"),
    clashing=overlapping,
    clash=gettext_lazy(
        "Someone else has entered a price for the same dates: “%(one)s” and “%(other)s”. Nothing "
        "was saved, and your rows are still here: change the dates or remove your row, then "
        "save again."
    ),
    permission=SEES_PRICES,
    is_indexed=True,
)
