"""Side doors of the admin: choosers, usage and comparisons show nothing that forms keep back."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalog.models import Price
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db


def sign_in(client, *permissions: str):
    """A member of staff who may enter the admin and has exactly these permissions."""
    user = UserFactory()
    codenames = ["access_admin", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


CHOOSERS = [
    ("catalog_customer_chooser", "view_customer"),
    ("catalog_attribute_chooser", "view_attribute"),
    ("wagtailsnippetchoosers_catalog_product", "view_product"),
    ("wagtailsnippetchoosers_catalog_price", "view_price"),
    ("asset_chooser", "view_asset"),
]


@pytest.mark.parametrize(("chooser", "permission"), CHOOSERS)
def test_a_chooser_opens_for_those_who_may_see_its_records(client, chooser, permission):
    for view in ("choose", "choose_results"):
        sign_in(client)
        denied = client.get(reverse(f"{chooser}:{view}"))
        assert denied.status_code == 302
        assert denied.url == reverse("wagtailadmin_home")
        sign_in(client, permission)
        assert client.get(reverse(f"{chooser}:{view}")).status_code == 200


def test_a_customer_cannot_be_looked_up_by_its_key(client):
    customer = CustomerFactory(name="Secret partner")
    sign_in(client, "change_product")
    response = client.get(reverse("catalog_customer_chooser:chosen", args=[customer.pk]))
    assert b"Secret partner" not in response.content


def test_usage_neither_names_nor_counts_prices_without_the_right_to_them(client):
    product = ProductFactory()
    PriceFactory(product=product, customer=CustomerFactory(), amount="77.31")
    address = reverse("catalog_product:usage", args=[product.pk])
    sign_in(client, "change_product")
    page = client.get(address)
    assert list(page.context["object_list"]) == []
    assert "77.31" not in page.content.decode()
    sign_in(client, "change_product", "view_price")
    found = client.get(address).context["object_list"]
    assert [(row.model_name, row.count) for row in found] == [("Prices", 1)]


def test_a_comparison_of_versions_keeps_prices_back(client):
    product = ProductFactory()
    PriceFactory(product=product, price_list=PriceListFactory(), amount="77.31")
    first = product.save_revision()
    Price.objects.update(amount="66.42")
    product = type(product).objects.get(pk=product.pk)
    product.name = "Another name"
    second = product.save_revision()
    address = reverse("catalog_product:revisions_compare", args=[product.pk, first.pk, second.pk])
    sign_in(client, "change_product")
    text = client.get(address).content.decode()
    assert "Another" in text
    assert "66.42" not in text
    sign_in(client, "change_product", "change_price")
    assert "66.42" in client.get(address).content.decode()
