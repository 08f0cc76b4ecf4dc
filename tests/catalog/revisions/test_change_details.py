"""The change log names the product, and says of each of its parts what was written, old and new."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from audit.models import ChangeLogEntry
from audit.services import acting_as
from catalog.products.parts import product_parts
from tests.factories.accounts import UserFactory
from tests.factories.catalog import FitmentFactory, PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db
LOG = reverse("audit:change_log")


def test_a_price_says_product_list_old_and_new_amount(client):
    user = UserFactory(is_superuser=True)
    product = ProductFactory(sku="PAD-1", name="Brake pad")
    price_list = PriceListFactory(name="Retail")
    price = PriceFactory(product=product, price_list=price_list, amount="9")
    ChangeLogEntry.objects.all().delete()
    with acting_as(user_id=user.pk, source="form"):
        price.amount = "12.5"
        price.minimum_quantity = 5
        price.save()
    client.force_login(user)
    page = client.get(LOG)
    [entry] = page.context["object_list"]
    assert list(entry.details) == [
        "Price: Retail (USD): $9.00, from 1 → Retail (USD): $12.50, from 5"
    ]
    assert entry.name == str(product)
    assert "Brake pad" in page.content.decode()


def test_amounts_are_not_told_to_who_may_not_see_prices(client):
    auditor = UserFactory()
    rights = ["access_admin", "view_changelogentry", "view_product", "change_fitment"]
    auditor.user_permissions.set(Permission.objects.filter(codename__in=rights))
    PriceFactory(product=ProductFactory(), price_list=PriceListFactory(), amount="77.77")
    FitmentFactory(product=ProductFactory())
    client.force_login(auditor)
    page = client.get(LOG).content.decode()
    assert "77.77" not in page
    assert "Fitment: " in page


def test_names_are_kept_from_who_may_not_see_the_records(client):
    auditor = UserFactory()
    rights = ["access_admin", "view_changelogentry"]
    auditor.user_permissions.set(Permission.objects.filter(codename__in=rights))
    ProductFactory(name="Secret pad")
    client.force_login(auditor)
    assert "Secret pad" not in client.get(LOG).content.decode()


def test_the_log_asks_as_often_for_few_as_for_many(client, django_assert_max_num_queries):
    client.force_login(UserFactory(is_superuser=True))
    price_list = PriceListFactory()

    def asked(count):
        for _number in range(count):
            PriceFactory(product=ProductFactory(), price_list=price_list)
        with django_assert_max_num_queries(60) as captured:
            client.get(LOG)
        return len(captured)

    few = asked(1)
    assert asked(20) <= few


def test_every_part_has_words_for_its_rows():
    assert all(part.text and part.label for part in product_parts().values())
