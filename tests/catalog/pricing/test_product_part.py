"""What the history says of a price: the list or customer, the amount in its currency, and when."""

import pytest
from django.urls import reverse
from lxml import html

from catalog.models import PriceList
from catalog.revisions.queries.differences.comparing import content_differences
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("currency", "amount", "said"),
    [("USD", "9", "$9.00"), ("JPY", "1500", "¥1,500"), ("KWD", "1.25", "KWD 1.250")],
)
@pytest.mark.parametrize("owner", ["price_list", "customer"])
def test_amounts_have_the_digits_of_their_currency(currency, amount, said, owner):
    factory = PriceListFactory if owner == "price_list" else CustomerFactory
    owners = {"price_list": None, "customer": None, owner: factory(name="Ours", currency=currency)}
    price = PriceFactory(
        product=ProductFactory(),
        amount=amount,
        valid_from="2026-01-31",
        minimum_quantity=5,
        **owners,
    )
    content = price.product.serializable_data()
    [one] = content_differences({**content, "prices": []}, content)
    assert (one.label, one.before) == ("Price", "")
    assert one.after == f"{owners[owner]}: {said}, from 5, 2026-01-31 – …"


def test_the_history_says_old_and_new(client):
    client.force_login(UserFactory(is_superuser=True))
    price = PriceFactory(
        product=ProductFactory(), price_list=PriceListFactory(name="Retail"), amount="9"
    )
    price.amount = "12.5"
    price.save()
    page = client.get(reverse("catalog_product:history", args=[price.product_id])).content.decode()
    assert "Retail (USD): $9.00, from 1" in page
    said = " ".join(html.fromstring(page).text_content().split())
    assert "Retail (USD): $9.00 $12.50, from 1" in said


def test_of_a_list_that_is_gone_the_amount_is_still_said():
    price = PriceFactory(product=ProductFactory(), price_list=PriceListFactory(), amount="9")
    content = price.product.serializable_data()
    PriceList.objects.all().delete()
    [one] = content_differences({**content, "prices": []}, content)
    assert one.after.endswith(": 9.00, from 1")
