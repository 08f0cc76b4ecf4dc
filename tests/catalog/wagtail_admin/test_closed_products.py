"""A product that another has locked is written by no way; the answer is the same everywhere."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Revision

from catalog.models import Price, Product
from catalog.revisions.models import OfferedValue
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db
WORDS = "Erika Muster has locked this product. Ask Erika Muster to unlock it."


@pytest.fixture
def product(client):
    client.force_login(UserFactory(is_superuser=True))
    locker = UserFactory(first_name="Erika", last_name="Muster")
    found = ProductFactory(name="Pad", live=True)
    found.save_revision()
    Product.objects.filter(pk=found.pk).update(locked=True, locked_by=locker)
    return Product.objects.get(pk=found.pk)


def delete(client, product):
    return client.post(reverse("catalog_product:delete", args=[product.pk]), follow=True)


def unpublish(client, product):
    return client.post(reverse("catalog_product:unpublish", args=[product.pk]), follow=True)


def cell(client, product):
    address = reverse("catalog_product:cell", args=[product.pk, "name"])
    return client.post(address, {"value": "Other", "seen": json.dumps("Pad")})


def restore(client, product):
    data = {"version": "draft", "path": "name"}
    address = reverse("catalog_product:history_restore", args=[product.pk])
    return client.post(address, data, follow=True)


def take(client, product):
    value = OfferedValue.objects.create(product=product, path="name", value="Other")
    address = reverse("catalog_clashes:decide_pending_change", args=[value.pk])
    return client.post(address, {"decision": "take"}, follow=True)


def merge(client, product):
    address = reverse("catalog_duplicates:merge", args=[product.pk, ProductFactory().pk])
    return client.post(address, follow=True)


def delete_price(client, product):
    price = PriceFactory(product=product, price_list=PriceListFactory())
    answer = client.post(reverse("catalog_price:delete", args=[price.pk]), follow=True)
    assert Price.objects.filter(pk=price.pk).exists()
    return answer


def delete_prices(client, product):
    price_list = PriceListFactory()
    price = PriceFactory(product=product, price_list=price_list)
    other = PriceFactory(price_list=price_list)
    address = reverse("wagtail_bulk_action", args=["catalog", "price", "delete"])
    answer = client.post(f"{address}?id={price.pk}&id={other.pk}&next=/admin/", follow=True)
    assert set(Price.objects.all()) == {price}
    return answer


def add_price(client, product):
    of_another = PriceFactory(price_list=PriceListFactory())
    data = {"product": product.pk, "price_list": of_another.price_list_id, "amount": "3"}
    data |= {"minimum_quantity": 1}
    answer = client.post(reverse("catalog_price:add"), data)
    assert set(Price.objects.all()) == {of_another}
    return answer


def change_price(client, product):
    price = PriceFactory(product=product, price_list=PriceListFactory(), amount="2.00")
    data = {"product": product.pk, "price_list": price.price_list_id, "amount": "3"}
    data |= {"minimum_quantity": 1}
    answer = client.post(reverse("catalog_price:edit", args=[price.pk]), data)
    assert Price.objects.get().amount == 2
    return answer


WAYS = [delete, unpublish, cell, restore, take, merge, delete_price, delete_prices]
WAYS += [add_price, change_price]


@pytest.mark.parametrize("write", WAYS)
def test_it_is_left_alone_and_the_answer_says_who_can(client, product, write):
    revisions = Revision.objects.count()
    answer = write(client, product)
    assert WORDS in answer.content.decode()
    left = Product.objects.get(pk=product.pk)
    assert (left.name, left.live, left.merged_into) == ("Pad", True, None)
    assert Revision.objects.count() == revisions


@pytest.mark.parametrize("write", [delete, unpublish, cell])
def test_who_has_locked_it_writes_it(client, product, write):
    Product.objects.filter(pk=product.pk).update(locked_by=UserFactory(is_superuser=True))
    client.force_login(Product.objects.get().locked_by)
    write(client, product)
    left = Product.objects.filter(pk=product.pk, name="Pad", live=True)
    assert not left.exists()
