"""The prices of one product as a table."""

from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from catalog.pricing.models import Price
from catalog.pricing.money import local_amount
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.part_tables import PartTable
from console.site_day import site_day


def _rows(product: Product) -> Sequence[Sequence[str | Promise]]:
    prices = Price.objects.filter(product=product).select_related("price_list", "customer")
    ordered = prices.order_by(
        "price_list__name", "customer__name", "minimum_quantity", "valid_from"
    )
    return [list(_cells(price)) for price in ordered]


def _cells(price: Price) -> Iterator[str]:
    owner = price.price_list or price.customer
    yield owner.name if owner else ""
    yield str(price.minimum_quantity)
    yield local_amount(price.amount, price.currency)
    yield price.currency
    yield date_format(price.valid_from, "SHORT_DATE_FORMAT") if price.valid_from else ""
    yield date_format(price.valid_until, "SHORT_DATE_FORMAT") if price.valid_until else ""
    yield _source(price)
    yield gettext("yes") if price.holds_on(site_day()) else gettext("no")


def _source(price: Price) -> str:
    if price.customer_id:
        return gettext("Agreed with the customer")
    is_public = price.price_list is not None and price.price_list.is_public
    return gettext("Public price list") if is_public else gettext("Price list")


PRICE_TABLE = PartTable(
    part="prices",
    headings=[
        gettext_lazy("Price list or customer"),
        gettext_lazy("From quantity"),
        gettext_lazy("Amount"),
        gettext_lazy("Currency"),
        gettext_lazy("Valid from"),
        gettext_lazy("Valid until"),
        gettext_lazy("Source"),
        gettext_lazy("Holds today"),
    ],
    rows=_rows,
    numbers=(1, 2),
)
