"""A currency without a minor unit is not given to those who have prices with parts of a unit."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given, seed
from hypothesis import strategies as st

from accounts.models import Customer
from catalog.models import Price, PriceList
from catalog.pricing.money import minor_units
from tests.catalog.admin_forms import posted
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory
from tests.soak import SEED
from tests.texts import exhaustive

pytestmark = pytest.mark.django_db

OWNERS = [
    pytest.param(
        PriceListFactory,
        "price_list",
        "catalog_pricelist:edit",
        "1 price in this list does. Change it first.",
        id="list",
    ),
    pytest.param(
        CustomerFactory,
        "customer",
        "customer:edit",
        "1 price of this customer does. Change it first.",
        id="customer",
    ),
]


@pytest.mark.parametrize(("factory", "name", "address", "told"), OWNERS)
def test_the_form_says_which_prices_nobody_could_pay(client, factory, name, address, told):
    client.force_login(UserFactory(is_superuser=True))
    owner = factory(currency="USD")
    price = PriceFactory(amount="9.50", **{name: owner})
    PriceFactory(amount="9", **{name: owner})
    PriceFactory(amount="0.5", **{name: factory(currency="USD")})
    url = reverse(address, args=[owner.pk])
    refused = client.post(url, posted(client.get(url), currency="JPY"))
    assert f"JPY has no decimals, but {told}" in refused.content.decode()
    assert type(owner).objects.get(pk=owner.pk).currency == "USD"
    price.delete()
    assert client.post(url, posted(client.get(url), currency="JPY")).status_code == 302
    assert type(owner).objects.get(pk=owner.pk).currency == "JPY"


@pytest.mark.parametrize(("factory", "name", "address", "told"), OWNERS)
def test_the_database_refuses_them_whoever_writes(factory, name, address, told):
    owner = factory(currency="USD")
    price = PriceFactory(amount="9.50", **{name: owner})
    model = PriceList if name == "price_list" else Customer
    with pytest.raises(IntegrityError, match="JPY has no decimals"), transaction.atomic():
        model.objects.filter(pk=owner.pk).update(currency="JPY")
    model.objects.filter(pk=owner.pk).update(currency="EUR")
    Price.objects.filter(pk=price.pk).update(amount=9)
    model.objects.filter(pk=owner.pk).update(currency="JPY")
    with pytest.raises(IntegrityError, match="JPY has no decimals"), transaction.atomic():
        Price.objects.filter(pk=price.pk).update(amount="9.5")
    with pytest.raises(IntegrityError, match="JPY has no decimals"), transaction.atomic():
        Price.objects.create(product=ProductFactory(), amount="9.5", **{name: owner})


@seed(SEED)
@exhaustive
@given(
    st.decimals(0, 9_999, places=4) | st.integers(0, 9_999).map(Decimal),
    st.sampled_from(["USD", "EUR", "JPY", "KRW", "VND", "XPF", "KWD", "CLF", "XYZ"]),
)
def test_the_form_and_the_database_agree_on_what_can_be_paid(amount, currency):
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_is_payable(%s::numeric, %s)", [amount, currency])
        assert cursor.fetchone()[0] == (minor_units(currency) > 0 or amount == int(amount))
