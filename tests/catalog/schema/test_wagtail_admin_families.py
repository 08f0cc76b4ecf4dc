"""The form of a family: one table of its attributes."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from catalog.models import Attribute, FamilyAttribute
from catalog.schema.services.families import FamilyRow, save_family_attributes
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    AttributeGroupFactory,
    ChannelFactory,
    FamilyFactory,
    ProductFactory,
)


def stored(family) -> list[tuple]:
    links = FamilyAttribute.objects.filter(family=family).order_by("sort_order")
    return [
        (
            link.attribute.code,
            sorted(link.required_for.values_list("code", flat=True)),
            link.is_variant_axis,
        )
        for link in links
    ]


@pytest.fixture
def family():
    group = AttributeGroupFactory(label="Dimensions")
    rows = [
        FamilyRow(AttributeFactory(code=code, label=code.title(), group=group))
        for code in ("length", "width", "height")
    ]
    family = FamilyFactory()
    save_family_attributes(family=family, rows=rows)
    return family


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_attributes_are_ordered_required_made_axes_removed_and_added(family, open_page):
    ChannelFactory(code="web", name="Web")
    AttributeFactory(code="colour", label="Colour", group=AttributeGroupFactory(label="Looks"))
    page = open_page(UserFactory(is_superuser=True))
    page.goto(reverse("catalog_family:edit", args=[family.pk]) + "#tab-attributes")
    page.get_by_role("button", name="Move Height up").click()
    page.get_by_role("button", name="Move Height up").press("Enter")
    page.get_by_label("Height is required for Web").check()
    page.get_by_role("button", name="Remove Width from the family").click()
    page.get_by_label("Find an attribute").fill("colo")
    page.get_by_label("Attributes to add").select_option(label="Colour")
    page.get_by_role("button", name="Add to the family").click()
    page.get_by_label("Variants differ in Colour").check()
    page.get_by_role("row", name="Length").get_by_title("Drag").drag_to(
        page.get_by_role("row", name="Height"), target_position={"x": 20, "y": 4}
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("updated.")).to_be_visible()
    assert stored(family) == [
        ("length", [], False),
        ("height", ["web"], False),
        ("colour", [], True),
    ]


@pytest.mark.django_db
class TestHostileRows:
    @pytest.fixture
    def send(self, client, family):
        client.force_login(UserFactory(is_superuser=True))
        url = reverse("catalog_family:edit", args=[family.pk])

        def send(**changes):
            return client.post(url, posted(client.get(url), **changes))

        return send

    def test_axes_that_variants_cannot_have_are_refused_by_name(self, send, family):
        Attribute.objects.filter(code="length").update(is_localizable=True)
        key = Attribute.objects.get(code="length").pk
        response = send(**{"attributes-axis": str(key)})
        assert "Variants cannot differ in “Length”" in response.content.decode()
        assert not FamilyAttribute.objects.filter(is_variant_axis=True).exists()

    def test_an_axis_by_which_variants_are_the_same_is_refused(self, send, family):
        parent = ProductFactory(family=family, sku="PARENT")
        for _ in range(2):
            ProductFactory(parent=parent, family=family, values={"length": "long"})
        key = Attribute.objects.get(code="length").pk
        page = send(**{"attributes-axis": str(key)}).content.decode()
        assert "2 variants of PARENT would be identical" in page

    @pytest.mark.parametrize("key", ["\u00b2", "9" * 5000, "-1", "x", "0"])
    def test_strange_keys_change_nothing(self, send, family, key):
        before = stored(family)
        keys = [str(pk) for pk in family.family_attributes.values_list("attribute", flat=True)]
        assert send(attributes=[*keys, key]).status_code in (200, 302)
        assert stored(family) == before
