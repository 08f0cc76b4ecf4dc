"""Customers, price lists and prices of the demo data."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from accounts.models import Customer
from catalog.models import CustomerTerms, PriceList
from demo.catalogue import CHUNK, DemoProduct
from demo.keys import Keys

PUBLIC_LIST = "public"
US_CUSTOMER = "C10021"
EU_CUSTOMER = "C20007"
APPLICANT = "C30002"

# Code, name, currency and share of the public price.
PRICE_LISTS = {
    "wholesale_us": ("Wholesale USA", "USD", Decimal("0.62")),
    "trade_eu": ("Trade Europe", "EUR", Decimal("0.66")),
}
# Number: name, currency, status, price list.
CUSTOMERS = {
    US_CUSTOMER: ("Harborline Auto Parts", "USD", Customer.Status.APPROVED, "wholesale_us"),
    EU_CUSTOMER: ("Nordkai Teilehandel", "EUR", Customer.Status.APPROVED, "trade_eu"),
    APPLICANT: ("Cedar Fork Garage Supply", "USD", Customer.Status.APPLIED, ""),
}

PRICE_COLUMNS = [
    "product_id",
    "price_list_id",
    "customer_id",
    "minimum_quantity",
    "amount",
    "valid_from",
    "valid_until",
]
# Fixed days, so that every machine makes the same data: one price holds, one held before it.
AGREED_FROM = date(2025, 1, 1)
FORMER_AGREEMENT = date(2023, 1, 1), date(2024, 12, 31)
QUANTITY_BREAKS = ((10, Decimal("0.92")), (50, Decimal("0.85")))
CENT = Decimal("0.01")


@transaction.atomic
def create_trade() -> None:
    """Create the price lists, customers and their terms that are not there yet."""
    PriceList.objects.get_or_create(
        code=PUBLIC_LIST, defaults={"name": "List price", "currency": "USD", "is_public": True}
    )
    for code, (name, currency, _share) in PRICE_LISTS.items():
        PriceList.objects.get_or_create(code=code, defaults={"name": name, "currency": currency})
    for number, (name, currency, status, price_list) in CUSTOMERS.items():
        customer, _created = Customer.objects.get_or_create(
            number=number, defaults={"name": name, "currency": currency, "status": status}
        )
        if price_list:
            CustomerTerms.objects.get_or_create(
                customer=customer,
                defaults={"price_list": PriceList.objects.get(code=price_list)},
            )


def price_rows(product: DemoProduct, key: int, keys: Keys) -> Iterator[tuple]:
    """The prices of a product: on every list, with breaks, and those agreed with customers.

    Products beyond the first chunk have their public price only: the database's check that prices
    do not overlap in time would take longer than all the rest of a large load.
    """
    public = public_amount(product)
    if product.number >= CHUNK:
        yield key, keys.price_lists[PUBLIC_LIST], None, 1, public, None, None
        return
    breaks = QUANTITY_BREAKS if product.design.part.sold_in_quantity else ()
    for quantity, share in ((1, Decimal(1)), *breaks):
        yield key, keys.price_lists[PUBLIC_LIST], None, quantity, _cents(public * share), None, None
    for code, (_name, _currency, share) in PRICE_LISTS.items():
        yield key, keys.price_lists[code], None, 1, _cents(public * share), None, None
    yield from _agreed_rows(product, key, public, keys)


def public_amount(product: DemoProduct) -> Decimal:
    """The design's price on the level of the brand."""
    return _cents(product.design.part.price * Decimal(product.brand["price_level"]))


def _agreed_rows(product: DemoProduct, key: int, public: Decimal, keys: Keys) -> Iterator[tuple]:
    """A tenth of the products is agreed with the American customer, a few with the European."""
    if product.application % 10 == 3:
        customer = keys.customers[US_CUSTOMER]
        yield key, None, customer, 1, _cents(public * Decimal("0.60")), *FORMER_AGREEMENT
        yield key, None, customer, 1, _cents(public * Decimal("0.57")), AGREED_FROM, None
        yield key, None, customer, 24, _cents(public * Decimal("0.52")), AGREED_FROM, None
    if product.application % 15 == 7:
        customer = keys.customers[EU_CUSTOMER]
        yield key, None, customer, 1, _cents(public * Decimal("0.58")), AGREED_FROM, None


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
