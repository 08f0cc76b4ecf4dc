"""Taking an attribute with values away: shown first, done by a job, undone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from catalog.models import BulkChange, Family, FamilyAttribute, Product
from catalog.schema.services.families import FamilyRow, save_family_attributes
from catalog.schema_changes.services.operations import plan_deletion
from tests.catalog.admin_forms import posted
from tests.catalog.schema.test_wagtail_admin import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, FamilyFactory, ProductFactory


@pytest.fixture
def bore():
    return AttributeFactory(code="bore", label="Bore")


@pytest.fixture
def product(bore):
    family = FamilyFactory()
    save_family_attributes(family=family, rows=[FamilyRow(bore), FamilyRow(AttributeFactory())])
    return ProductFactory(family=family, sku="A-1", values={"bore": "12 inch"}, live=True)


@pytest.mark.browser
@pytest.mark.queue
@pytest.mark.django_db(transaction=True)
def test_an_attribute_is_retyped_and_the_values_come_back(product, bore, open_page, worker):
    page = open_page(UserFactory(is_superuser=True))
    page.goto(reverse("catalog_attribute:edit", args=[bore.pk]))
    page.locator("#id_type").select_option("number")
    page.locator("#id_label").fill("Bore (inner)")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("1 of them will lose a value")).to_be_visible()
    expect(page.get_by_role("cell", name="12 inch")).to_be_visible()
    bore.refresh_from_db()
    assert (bore.type, bore.label) == ("text", "Bore (inner)")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Products changed: 1.")).to_be_visible()
    assert Product.objects.get().values == {}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone", exact=True)).to_be_visible()
    bore.refresh_from_db()
    assert (bore.type, bore.label) == ("text", "Bore (inner)")
    assert Product.objects.get().values == {"bore": "12 inch"}


@pytest.mark.django_db
class TestForms:
    def test_a_family_keeps_an_attribute_with_values_until_the_change_is_applied(
        self, client, product, bore
    ):
        client.force_login(UserFactory(is_superuser=True))
        url = reverse("catalog_family:edit", args=[product.family_id])
        response = client.post(url, posted(client.get(url), attributes=[""], label="Renamed"))
        change = BulkChange.objects.get()
        assert response["Location"] == reverse("catalog_modelchange:page", args=[change.pk])
        assert [link.attribute for link in FamilyAttribute.objects.all()] == [bore]
        product.family.refresh_from_db()
        assert product.family.label == "Renamed"
        page = client.get(response["Location"]).content.decode()
        assert "1 product will lose its value." in page
        assert "12 inch" in page

    def test_deleting_an_attribute_asks_for_its_name_and_shows_what_loses_a_value(
        self, client, product, bore
    ):
        client.force_login(UserFactory(is_superuser=True))
        url = reverse("catalog_attribute:delete", args=[bore.pk])
        uses = client.get(url).context["uses"]
        assert {(one.model, one.count, one.consequence) for one in uses.references} == {
            (Product, 1, "Loses its reference"),
            (Family, 1, "Loses its reference"),
        }
        assert not client.post(url).context["uses"].refuses
        assert not BulkChange.objects.exists()
        response = client.post(url, {"confirmation": bore.label})
        change = BulkChange.objects.get()
        assert response["Location"] == reverse("catalog_modelchange:page", args=[change.pk])
        assert change.job

    def test_who_may_not_publish_plans_a_deletion_for_somebody_who_may(self, client, product, bore):
        sign_in(client, "change_attribute", "delete_attribute", "change_product", "view_family")
        url = reverse("catalog_attribute:delete", args=[bore.pk])
        response = client.post(url, {"confirmation": bore.label}, follow=True)
        assert "1 product will lose its value." in response.content.decode()
        assert not BulkChange.objects.get().job

    @pytest.mark.parametrize(
        ("rights", "is_done"),
        [
            (["change_attribute", "delete_attribute", "change_product"], False),
            (["view_attribute", "change_product", "publish_product"], True),
        ],
    )
    def test_values_of_published_products_take_the_right_to_publish(
        self, client, product, bore, rights, is_done
    ):
        change = plan_deletion(attribute=bore, user=UserFactory())
        sign_in(client, *rights)
        client.post(reverse("catalog_modelchange:page", args=[change.pk]), {"action": "apply"})
        change.refresh_from_db()
        assert bool(change.job) == is_done
