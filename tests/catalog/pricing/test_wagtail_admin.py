"""Prices and price lists in the admin: what they take, and what they say to the rest."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from catalog.models import Price
from catalog.pricing.wagtail_admin.prices import AmountInput
from tests.catalog.admin_forms import posted
from tests.catalog.wagtail_admin.test_product_form import edit_url, save
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client):
    client.force_login(UserFactory(is_superuser=True))


def typed(**fields):
    empty = {"price_list": "", "customer": "", "minimum_quantity": "1"}
    return {**empty, "valid_from": "", "valid_until": "", **fields}


@pytest.mark.parametrize("owner", ["price_list", "customer"])
def test_half_a_yen_is_refused_for_a_list_and_for_a_customer(client, owner):
    factory = PriceListFactory if owner == "price_list" else CustomerFactory
    price = typed(product=str(ProductFactory().pk), **{owner: str(factory(currency="JPY").pk)})
    refused = client.post(reverse("catalog_price:add"), price | {"amount": "1500.5"})
    assert "JPY has no decimals. Enter a whole amount." in refused.content.decode()
    assert not Price.objects.exists()
    assert client.post(reverse("catalog_price:add"), price | {"amount": "1500"}).status_code == 302
    page = client.get(reverse("catalog_price:list")).content.decode()
    assert "¥1,500" in page
    form = client.get(reverse("catalog_price:edit", args=[Price.objects.get().pk]))
    assert 'value="1500"' in form.content.decode()


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("1500.0000", "1500"), ("12.7000", "12.70"), ("0.0125", "0.0125"), ("0", "0")],
)
def test_a_form_shows_the_decimals_that_an_amount_has(amount, shown):
    value = Price._meta.get_field("amount").to_python(amount)
    assert AmountInput().format_value(value) == shown
    assert AmountInput().format_value("1,5") == "1,5"


def test_a_price_ends_and_the_next_begins_in_one_form(client):
    product, price_list = ProductFactory(), PriceListFactory()
    price = PriceFactory(product=product, price_list=price_list, amount="5")
    row = {"price_list": str(price_list.pk), "customer": "", "minimum_quantity": "1"}
    former = row | {"id": str(price.pk), "amount": "5", "valid_until": "2026-06-30"}
    later = row | {"id": "", "amount": "6", "valid_from": "2026-07-01", "ORDER": "2"}
    rows = {f"prices__0__{name}": value for name, value in former.items()}
    rows |= {f"prices__1__{name}": value for name, value in later.items()}
    assert save(client, product, prices__TOTAL_FORMS="2", **rows).status_code == 302
    assert product.prices.count() == 2


@pytest.mark.parametrize("how", ["action__publish", "name"])
def test_a_new_price_for_days_of_one_that_stays_is_refused_also_in_a_draft(client, how):
    product, price_list = ProductFactory(), PriceListFactory()
    PriceFactory(product=product, price_list=price_list, amount="5", valid_from="2026-01-01")
    row = {"price_list": str(price_list.pk), "customer": "", "minimum_quantity": "1"}
    row |= {"id": "", "amount": "6", "valid_until": "2026-01-01", "ORDER": "2"}
    rows = {f"prices__1__{name}": value for name, value in row.items()}
    page = client.get(edit_url(product))
    response = client.post(
        edit_url(product), posted(page, prices__TOTAL_FORMS="2", **rows, **{how: "1"})
    )
    assert "Another row already has a price for these dates." in response.content.decode()
    product.refresh_from_db()
    assert product.latest_revision is None


@pytest.fixture
def prices_in_three_currencies():
    for currency, amount in [("USD", "9.5"), ("JPY", "1500"), ("KWD", "1.25"), ("USD", "0.0125")]:
        PriceFactory(price_list=PriceListFactory(currency=currency), amount=amount)
    PriceFactory(customer=CustomerFactory(currency="EUR"), amount="12", valid_from="2026-07-01")


def test_an_export_has_the_decimals_of_each_currency_and_names_it(
    client, prices_in_three_currencies
):
    address = reverse("catalog_price:list") + "?ordering=amount&export="
    rows = list(csv.DictReader(io.StringIO(read(client.get(address + "csv")).decode())))
    assert [(row["Amount"], row["Currency"]) for row in rows] == [
        ("12.00", "EUR"),
        ("1500", "JPY"),
        ("1.250", "KWD"),
        ("0.0125", "USD"),
        ("9.50", "USD"),
    ]
    cells = openpyxl.load_workbook(io.BytesIO(read(client.get(address + "xlsx")))).active
    headings, *rows = cells.iter_rows(values_only=True)
    assert [row[headings.index("Amount")] for row in rows] == [12, 1500, 1.25, 0.0125, 9.5]


def read(response) -> bytes:
    return b"".join(response.streaming_content)


def test_amounts_are_ordered_within_their_currency(client, prices_in_three_currencies):
    def shown(ordering):
        page = client.get(reverse("catalog_price:list"), {"ordering": ordering})
        return [str(price.exact_amount) for price in page.context["object_list"]]

    assert shown("amount") == ["12.00", "1500", "1.250", "0.0125", "9.50"]
    assert shown("-amount") == ["12.00", "1500", "1.250", "9.50", "0.0125"]


@pytest.mark.parametrize("view", ["edit", "delete"])
def test_the_page_of_a_price_says_of_which_product_and_list_it_is(client, view):
    product, price_list = ProductFactory(sku="QX-1"), PriceListFactory(name="Trade")
    price = PriceFactory(product=product, price_list=price_list)
    page = client.get(reverse(f"catalog_price:{view}", args=[price.pk])).content.decode()
    assert "QX-1, Trade (USD) (≥ 1)" in page
    assert f"#{price.pk}" not in page
