"""The form of an attribute: many options have a list, and products may stand against a change."""

import pytest
from django.urls import reverse

from tests.catalog.admin_forms import posted
from tests.catalog.products.test_option_search import colours
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ProductFactory

pytestmark = pytest.mark.django_db


def test_an_attribute_with_many_options_keeps_them_when_its_form_is_saved(client):
    attribute = colours(120)
    client.force_login(UserFactory(is_superuser=True))
    url = reverse("catalog_attribute:edit", args=[attribute.pk])
    page = client.get(url)
    assert "options-TOTAL_FORMS" not in posted(page)
    assert f"catalog/attributeoption/?attribute={attribute.pk}" in page.content.decode()
    assert client.post(url, posted(page, label="Colour")).status_code == 302
    attribute.refresh_from_db()
    assert (attribute.label, attribute.options.count()) == ("Colour", 120)
    listing = client.get(reverse("catalog_attributeoption:index"), {"attribute": attribute.pk})
    assert "Colour 10" in listing.content.decode()


def test_making_unique_what_several_products_have_names_them(client):
    attribute = AttributeFactory(code="serial")
    for sku in ("S-1", "S-2"):
        ProductFactory(sku=sku, values={"serial": "A1"})
    client.force_login(UserFactory(is_superuser=True))
    url = reverse("catalog_attribute:edit", args=[attribute.pk])
    response = client.post(url, posted(client.get(url), is_unique="on"))
    assert "“A1”: S-1, S-2" in str(response.context["form"].errors["is_unique"])
