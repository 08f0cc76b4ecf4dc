"""Deletion says what stands in its way, one by one and in bulk, and asks for the right."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from catalog.models import (
    Brand,
    Category,
    CustomerTerms,
    FurtherCategory,
    PriceList,
    Product,
    Segment,
)
from tests.catalog.admin_forms import posted
from tests.catalog.schema.test_wagtail_admin import sign_in
from tests.console.deleting import delete, text_of, told
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import (
    BrandFactory,
    CategoryFactory,
    FamilyFactory,
    PriceListFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def delete_lists(client, lists):
    url = reverse("wagtail_bulk_action", args=["catalog", "pricelist", "delete"])
    ids = "&".join(f"id={one.pk}" for one in lists)
    return client.post(f"{url}?{ids}&next={reverse('catalog_pricelist:list')}", follow=True)


def test_a_brand_with_products_stays_and_the_page_names_them(client, administrator):
    product = ProductFactory(brand=BrandFactory(name="Acme"))
    url = reverse("catalog_brand:delete", args=[product.brand_id])
    page = client.get(url)
    assert [
        (one.model_name, one.field_name, one.count) for one in page.context["uses"].blockers
    ] == [("Products", "brand", 1)]
    assert str(product) in page.content.decode()
    response = client.post(url, follow=True)
    assert "Acme cannot be deleted because it is used by: Products (1)" in response.content.decode()
    assert Brand.objects.filter(pk=product.brand_id).exists()


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


def test_records_are_deleted_in_bulk_with_a_log_entry_each(client, administrator):
    delete_lists(client, PriceListFactory.create_batch(2))
    assert not PriceList.objects.exists()
    assert ModelLogEntry.objects.filter(action="wagtail.delete").count() == 2


def test_one_that_is_referred_to_keeps_the_whole_selection(client, administrator):
    lists = PriceListFactory.create_batch(2)
    CustomerTerms.objects.create(customer=CustomerFactory(), price_list=lists[0])
    response = delete_lists(client, lists)
    assert "used by: " in response.content.decode()
    assert PriceList.objects.count() == 2


def test_records_are_not_deleted_in_bulk_without_the_right(client):
    prices = PriceListFactory()
    sign_in(client, "change_pricelist", "add_pricelist")
    delete_lists(client, [prices])
    assert PriceList.objects.exists()


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


def test_a_brand_that_a_segment_names_stays(client, administrator):
    brand = BrandFactory(name="Acme")
    condition = {"field": "brand", "operator": "in", "value": ["Acme", "Other"]}
    Segment.objects.create(code="acme", name="Acme parts", filter={"conditions": [condition]})
    assert told(client, "catalog_brand:delete", brand) == {
        ("Segments", "by its name"): (1, "forbids")
    }
    delete(client, "catalog_brand:delete", brand)
    assert Brand.objects.filter(pk=brand.pk).exists()


def test_what_others_keep_for_themselves_is_asked_about_without_being_named(client, administrator):
    brand = BrandFactory(name="Acme")
    condition = {"field": "brand", "operator": "is", "value": "Acme"}
    Segment.objects.create(
        code="own", name="My secret", filter={"conditions": [condition]}, is_shared=False,
        owner=UserFactory(),
    )  # fmt: skip
    page = text_of(client.get(reverse("catalog_brand:delete", args=[brand.pk])))
    assert "My secret" not in page
    assert "Records that you do not have permission to see refer to it." in page
    assert "The name does not match" in text_of(delete(client, "catalog_brand:delete", brand))
    assert Brand.objects.filter(pk=brand.pk).exists()


def test_a_branch_of_categories_goes_once_its_name_is_typed(client, administrator):
    brakes = CategoryFactory(name="Brakes")
    CategoryFactory(parent=brakes, name="Discs")
    assert told(client, "catalog_category:delete", brakes) == {
        ("Categories", "below it"): (1, "along")
    }
    delete(client, "catalog_category:delete", brakes)
    assert Category.objects.count() == 2
    delete(client, "catalog_category:delete", brakes, "Brakes")
    assert not Category.objects.exists()


def test_products_that_stand_in_a_category_besides_another_are_left_without_it(
    client, administrator
):
    product, sale = ProductFactory(), CategoryFactory(name="Sale")
    product.additional_categories.add(sale)
    product.save()
    assert told(client, "catalog_category:delete", sale) == {
        ("Products", "further categories"): (1, "cleared")
    }
    delete(client, "catalog_category:delete", sale, "Sale")
    assert not Product.objects.get(pk=product.pk).additional_categories.exists()
    assert [row.history_type for row in FurtherCategory.history.all()] == ["-", "+"]


def test_the_way_on_from_a_family_is_the_bulk_edit_of_its_products(client, administrator):
    family = FamilyFactory(label="Discs")
    products = ProductFactory.create_batch(2, family=family)
    ProductFactory()
    page = client.get(reverse("catalog_family:delete", args=[family.pk]))
    [blocker] = page.context["uses"].blockers
    assert blocker.move_address in text_of(page)
    answer = client.get(blocker.move_address)
    assert answer.context["selection"] == "2 products"
    assert {p.pk for p in client.get(blocker.address).context["object_list"]} == {
        product.pk for product in products
    }
