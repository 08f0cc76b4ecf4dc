"""Deletion says what stands in its way, one by one and in bulk; bulk actions check permissions."""

import json
from urllib.parse import quote, urlencode

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import ModelLogEntry

from catalog.models import Brand, Category, Product, VehicleMake
from tests.catalog.admin_forms import posted
from tests.catalog.test_wagtail_admin import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    BrandFactory,
    CategoryFactory,
    FamilyFactory,
    FitmentFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def bulk(client, action: str, products, **query):
    url = reverse("wagtail_bulk_action", args=["catalog", "product", action])
    ids = "&".join(f"id={getattr(product, 'pk', product)}" for product in products)
    next_url = query.get("next", reverse("catalog_product:list"))
    return client.post(f"{url}?{ids}&next={next_url}", follow=True)


def test_a_brand_with_products_stays_and_the_page_names_them(client, administrator):
    product = ProductFactory(brand=BrandFactory(name="Acme"))
    url = reverse("catalog_brand:delete", args=[product.brand_id])
    page = client.get(url).content.decode()
    assert "Products (brand): 1" in page
    assert str(product) in page
    response = client.post(url, follow=True)
    assert "Acme could not be deleted" in response.content.decode()
    assert Brand.objects.filter(pk=product.brand_id).exists()


def test_a_make_that_a_fitment_names_stays(client, administrator):
    make = FitmentFactory().make
    client.post(reverse("catalog_vehiclemake:delete", args=[make.pk]))
    assert VehicleMake.objects.filter(pk=make.pk).exists()


def test_a_category_with_products_below_it_stays(client, administrator):
    brakes = CategoryFactory()
    ProductFactory(category=CategoryFactory(parent=brakes))
    page = client.get(reverse("catalog_category:delete", args=[brakes.pk])).content.decode()
    assert "cannot be deleted while other records refer to it" in page
    client.post(reverse("catalog_category:delete", args=[brakes.pk]))
    assert Category.objects.filter(pk=brakes.pk).exists()


def test_usage_counts_rows_that_only_the_database_knows(client, administrator):
    family = FamilyFactory()
    Product.objects.bulk_create(ProductFactory.build_batch(3, family=family, brand=BrandFactory()))
    page = client.get(reverse("catalog_family:usage", args=[family.pk]))
    assert [(row.model_name, row.count) for row in page.context["object_list"]] == [("Products", 3)]


def test_products_are_deleted_in_bulk_with_a_log_entry_each(client, administrator):
    products = ProductFactory.create_batch(2)
    bulk(client, "delete", products)
    assert not Product.objects.exists()
    deleted = ModelLogEntry.objects.filter(
        action="wagtail.delete", content_type=ContentType.objects.get_for_model(Product)
    )
    assert deleted.count() == 2


def test_a_product_with_variants_keeps_the_whole_selection(client, administrator):
    parent, other = ProductFactory.create_batch(2)
    ProductFactory(parent=parent)
    response = bulk(client, "delete", [parent, other])
    assert "it is referred to by: Products (1)" in response.content.decode()
    assert Product.objects.count() == 3


def test_select_all_means_what_the_listing_shows(client, administrator):
    shown, hidden = ProductFactory(), ProductFactory()
    brand = {"field": "brand", "operator": "is", "value": shown.brand.name}
    address = f"{reverse('catalog_product:list')}?{urlencode({'f': json.dumps(brand)})}"
    listing = quote(address, safe="")
    bulk(client, "delete", ["all"], next=listing)
    assert list(Product.objects.all()) == [hidden]


def test_products_are_published_and_unpublished_in_bulk(client, administrator):
    product = ProductFactory(live=False)
    bulk(client, "publish", [product])
    product.refresh_from_db()
    assert product.live
    bulk(client, "unpublish", [product])
    product.refresh_from_db()
    assert not product.live


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_bulk_actions_leave_alone_what_the_user_has_no_right_to(client, action):
    live = action != "publish"
    product = ProductFactory(live=live)
    sign_in(client, "change_product", "add_product")
    bulk(client, action, [product])
    product.refresh_from_db()
    assert product.live is live


def test_a_category_is_moved_by_its_parent(client, administrator):
    brakes, wheels = CategoryFactory(name="Brakes"), CategoryFactory(name="Wheels")
    discs = CategoryFactory(parent=Category.objects.get(pk=brakes.pk), name="Discs")
    inner = CategoryFactory(parent=Category.objects.get(pk=discs.pk), name="Inner")
    url = reverse("catalog_category:edit", args=[discs.pk])
    client.post(url, posted(client.get(url), parent=str(wheels.pk)))
    moved = Category.objects.get(pk=inner.pk)
    assert [node.name for node in moved.get_ancestors()] == ["Wheels", "Discs"]
    assert Category.find_problems() == ([], [], [], [], [])


def test_a_category_is_not_moved_below_itself(client, administrator):
    brakes = CategoryFactory(name="Brakes")
    discs = CategoryFactory(parent=Category.objects.get(pk=brakes.pk), name="Discs")
    url = reverse("catalog_category:edit", args=[brakes.pk])
    response = client.post(url, posted(client.get(url), parent=str(discs.pk)))
    message = "Brakes cannot be moved below itself. Choose a parent outside of it."
    assert response.context["form"].errors == {"parent": [message]}
    assert Category.objects.get(pk=brakes.pk).is_root()


def test_a_new_category_stands_below_its_parent(client, administrator):
    brakes = CategoryFactory()
    url = reverse("catalog_category:add")
    data = posted(client.get(url), name="Discs", slug="discs", code="discs", parent=str(brakes.pk))
    client.post(url, data)
    assert Category.objects.get(code="discs").get_parent() == brakes
