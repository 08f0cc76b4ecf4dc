"""Prices as a part of the product."""

from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.pricing.models import Price
from catalog.pricing.money import typed_amount
from catalog.products.parts import ColumnText, Content, ProductPart, joined


def _price(content: Content, text: ColumnText) -> str:
    whose = text("price_list") or text("customer")
    quantity = _("from %(quantity)s") % {"quantity": text("minimum_quantity")}
    days = ""
    if content.get("valid_from") or content.get("valid_until"):
        days = f"{text('valid_from')} – {text('valid_until')}"
    amount = typed_amount(Decimal(text("amount") or 0))
    return joined(f"{whose}: {amount}", quantity, days)


PRICE_PART = ProductPart(
    name="prices",
    model=Price,
    text=_price,
    identity=lambda row: (row.price_list_id, row.customer_id, row.minimum_quantity),
    permission="catalog.change_price",
)
