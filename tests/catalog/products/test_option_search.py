"""The search of inputs for the options of an attribute, of which a form holds a few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Attribute, AttributeOption
from tests.catalog.admin_forms import posted
from tests.catalog.schema.test_wagtail_admin import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, FamilyAttributeFactory, ProductFactory

pytestmark = pytest.mark.django_db


def colours(count: int) -> Attribute:
    attribute = AttributeFactory(code="colour", type=Attribute.Type.CHOICE)
    AttributeOption.objects.bulk_create(
        AttributeOption(
            attribute=attribute, code=f"c{n:04}", label=f"Colour {n}", labels={"de": f"Farbe {n}"}
        )
        for n in range(count)
    )
    return attribute


def found(client, attribute, text: str):
    return client.get(reverse("catalog_attribute:option_search", args=[attribute.pk]), {"q": text})


def test_options_are_found_by_code_and_label_in_any_language_a_page_at_a_time(client):
    attribute = colours(60)
    client.force_login(UserFactory(is_superuser=True))
    page = found(client, attribute, "").json()
    assert (len(page["results"]), page["more"]) == (25, True)
    for text in ("c0057", "colour 57", "57 farbe"):
        assert found(client, attribute, text).json() == {
            "results": [{"code": "c0057", "label": "Colour 57"}],
            "more": False,
        }
    assert found(client, attribute, "a %_ ' " + "9" * 5000).json()["results"] == []


def test_who_may_not_see_products_or_attributes_does_not_see_options(client):
    attribute = colours(1)
    sign_in(client, "view_brand")
    assert found(client, attribute, "").status_code == 302
    sign_in(client, "view_product")
    assert found(client, attribute, "").status_code == 200


def test_the_product_form_holds_a_few_options_however_many_there_are(client):
    attribute = colours(3)
    product = ProductFactory(values={"colour": "c0002"})
    FamilyAttributeFactory(family=product.family, attribute=attribute)
    client.force_login(UserFactory(is_superuser=True))
    counts = []
    for more in (0, 5000):
        AttributeOption.objects.bulk_create(
            AttributeOption(attribute=attribute, code=f"x{n}", label=f"X {n}") for n in range(more)
        )
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("catalog_product:edit", args=[product.pk]))
        counts.append(len(queries))
        assert posted(page)["values-colour"] == ["c0002"]
        assert page.content.count(b'<option value="x') < 50
    # The label of the chosen option is asked for by itself then.
    assert counts[1] <= counts[0] + 1
