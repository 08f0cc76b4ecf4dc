"""The grid of prices, pasting, and the page of a change, in the admin."""

import html
import json
import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.roles import PRICE_MANAGER
from accounts.services.roles import sync_roles
from catalog.models import Price, PriceChange
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db
GRID = reverse("catalog_pricegrid:index")
PASTE = reverse("catalog_pricegrid:paste")
UNKNOWN_FIELD = '{"conditions": [{"field": "no", "operator": "eq", "value": "1"}]}'


@pytest.fixture
def manager(client):
    sync_roles()
    user = UserFactory(username="manager")
    user.groups.add(Group.objects.get(name=PRICE_MANAGER.name))
    client.force_login(user)
    return user


@pytest.fixture
def retail():
    return PriceListFactory(code="retail", name="Retail", currency="USD", is_public=True)


def shown_of(page) -> dict:
    text = re.search('name="shown" value="([^"]*)"', page.content.decode())[1]
    return json.loads(html.unescape(text))


def typed(page, **changes):
    """What the form of a page sends, where the amounts at these places are other ones."""
    shown = shown_of(page)
    values = {name: text for name, [text, _exact] in shown.items()}
    return {"shown": json.dumps(shown), **values, **changes}


def test_cells_are_edited_in_place_and_saved_as_one_change_without_a_script(
    client, manager, retail
):
    first, second = (ProductFactory(sku=sku) for sku in ("A1", "A2"))
    PriceFactory(product=first, price_list=retail, amount="5")
    page = client.get(GRID)
    cells = {f"price-{one.pk}-{retail.pk}": "6.25" for one in (first, second)}
    assert client.post(GRID, typed(page, **cells)).status_code == 302
    assert [str(price.exact_amount) for price in Price.objects.all()] == ["6.25", "6.25"]
    change = PriceChange.objects.get()
    assert change.state == PriceChange.State.APPLIED
    undo = reverse("catalog_pricechange:undo", args=[change.pk])
    client.post(undo)
    assert [(price.product, price.amount) for price in Price.objects.all()] == [(first, 5)]


def test_an_emptied_cell_is_said_before_it_is_saved(client, manager, retail):
    price = PriceFactory(product=ProductFactory(), price_list=retail, amount="5")
    page = client.get(GRID)
    answer = client.post(
        GRID, typed(page, **{f"price-{price.product_id}-{retail.pk}": ""}), follow=True
    )
    assert "<strong>1</strong> are removed" in answer.content.decode()
    assert Price.objects.exists()
    client.post(reverse("catalog_pricechange:apply", args=[PriceChange.objects.get().pk]))
    assert not Price.objects.exists()


def test_what_somebody_set_since_the_page_was_shown_is_not_overwritten(client, manager, retail):
    price = PriceFactory(product=ProductFactory(sku="A1"), price_list=retail, amount="5")
    page = client.get(GRID)
    Price.objects.update(amount="5.50")
    cell = f"price-{price.product_id}-{retail.pk}"
    answer = client.post(GRID, typed(page, **{cell: "6"}), follow=True)
    assert "Someone has set $5.50 since you opened it." in answer.content.decode()
    price.refresh_from_db()
    assert price.amount == 5.5


@pytest.mark.parametrize("shown", ["", "[]", "3", '{"a": 1}', '{"price-x-y": ["1", "1"]}', "{"])
def test_what_the_page_does_not_send_changes_nothing(client, manager, retail, shown):
    PriceFactory(product=ProductFactory(), price_list=retail)
    assert client.post(GRID, {"shown": shown}).status_code == 302
    assert not PriceChange.objects.exists()


def test_5000_pasted_cells_with_errors_in_three(client, manager, retail):
    lists = [retail, *PriceListFactory.create_batch(9)]
    products = ProductFactory.create_batch(500)
    rows = [[one.sku, *(f"{place}.50" for place in range(10))] for one in products]
    rows[6][3], rows[99][10], rows[400][0] = "x", "-1", "no-such-number"
    rows[400][2:] = [""] * 9
    text = "\n".join("\t".join(row) for row in [["", *(one.code for one in lists)], *rows])
    answer = client.post(PASTE, {"text": text, "quantity": "1", "day": ""}, follow=True)
    page = answer.content.decode()
    for where in ("row 8, column 4", "row 101, column 11", "row 402, column 2"):
        assert where in page
    assert "Save 4988 prices" in page
    change = PriceChange.objects.get()
    client.post(reverse("catalog_pricechange:apply", args=[change.pk]))
    assert Price.objects.count() == 4988


@pytest.mark.parametrize("address", [GRID, PASTE])
def test_only_who_may_change_prices_gets_in(client, address):
    client.force_login(UserFactory())
    assert client.get(address).status_code == 302


def test_the_grid_asks_as_often_for_1_product_as_for_50(
    client, manager, retail, django_assert_max_num_queries
):
    def asked():
        with django_assert_max_num_queries(60) as captured:
            assert client.get(GRID).status_code == 200
        return len(captured)

    PriceFactory(product=ProductFactory(), price_list=retail)
    asked()
    few = asked()
    for product in ProductFactory.create_batch(55):
        PriceFactory(product=product, price_list=retail)
    PriceListFactory.create_batch(4)
    assert asked() == few


def test_pages_and_choices(client, manager, retail):
    ProductFactory.create_batch(51)
    first = client.get(GRID)
    assert len(shown_of(first)) == 50
    assert len(shown_of(client.get(first.context["next"]))) == 1
    sku = ProductFactory(sku="Q-77").sku
    assert len(shown_of(client.get(GRID, {"numbers": "q77\nnothing"}))) == 1
    assert len(shown_of(client.get(GRID, {"q": sku}))) == 1
    for wrong in ({"day": "x"}, {"f": "{"}, {"f": UNKNOWN_FIELD}, {"quantity": "-1"}):
        assert client.get(GRID, wrong).context["form"].errors


def test_a_price_manager_reads_a_product_without_a_form(client, manager, retail):
    product = ProductFactory(sku="A1", name="Brake pad", live=True)
    PriceFactory(product=product, price_list=retail, amount="5")
    edit = reverse("catalog_product:edit", args=[product.pk])
    page = client.get(edit, follow=True)
    assert page.redirect_chain[-1][0] == reverse("catalog_product:inspect", args=[product.pk])
    text = page.content.decode()
    for shown in ("Brake pad", "Retail", "5.00", "USD"):
        assert shown in text
    assert reverse("catalog_product:edit", args=[product.pk]) not in text
    assert client.get(reverse("catalog_product:history", args=[product.pk])).status_code == 200
