"""Wherever the admin shows a price, it has the digits of its currency."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from catalog.models import Price, PriceChange
from catalog.pricing.pasted_cells import TypedCell
from catalog.pricing.services.price_changes.checking import check_prices
from console.site_day import site_day
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db


def _change(price: Price) -> PriceChange:
    """One that takes the price away, which is saved under no condition here."""
    cell = TypedCell(
        line=1,
        column=1,
        number="",
        list_name="",
        amount="",
        removes=True,
        product_id=price.product_id,
        price_list_id=price.price_list_id,
    )
    return check_prices(
        cells=[cell],
        quantity=1,
        day=site_day(),
        ends_former=False,
        user=UserFactory(is_superuser=True),
    )


# A page that shows amounts, and who has the price.
PLACES: dict[str, tuple[str, Callable[[Price], str]]] = {
    "list of prices": ("price_list", lambda price: reverse("catalog_price:list")),
    "history": (
        "price_list",
        lambda price: reverse("catalog_product:history", args=[price.product_id]),
    ),
    "product": (
        "price_list",
        lambda price: reverse("catalog_product:inspect", args=[price.product_id]),
    ),
    "customer": ("customer", lambda price: reverse("customer:edit", args=[price.customer_id])),
    "grid": ("price_list", lambda price: reverse("catalog_pricegrid:index")),
    "change of prices": (
        "price_list",
        lambda price: reverse("catalog_pricechange:inspect", args=[_change(price).pk]),
    ),
    "change log": ("price_list", lambda price: reverse("audit:change_log")),
}


@pytest.mark.parametrize(
    ("currency", "amount", "shown"),
    [
        ("JPY", "1500", {"¥1,500", "1500"}),
        ("KWD", "1.25", {"KWD 1.250", "1.250"}),
        ("USD", "5", {"$5.00", "5.00"}),
    ],
)
@pytest.mark.parametrize("place", PLACES)
def test_an_amount_has_the_digits_of_its_currency(client, place, currency, amount, shown):
    owner, address = PLACES[place]
    factory = PriceListFactory if owner == "price_list" else CustomerFactory
    owners = {"price_list": None, "customer": None, owner: factory(currency=currency)}
    price = PriceFactory(product=ProductFactory(), amount=amount, **owners)
    client.force_login(UserFactory(is_superuser=True))
    text = client.get(address(price)).content.decode()
    assert any(f">{one}<" in text or f'"{one}"' in text or f" {one}" in text for one in shown)
    assert f"{amount}.0000" not in text
    assert f"{amount}000" not in text
