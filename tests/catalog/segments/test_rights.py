"""Who may ask what: others' private views and prices are no way to learn of them."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from catalog.models import PriceList, Segment
from catalog.segments.compilation import check_filter, segment_products
from tests.catalog.schema.test_wagtail_admin import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db

IN_SECRET = {"conditions": [{"field": "segment", "operator": "is", "value": "secret"}]}
CHEAP = {"conditions": [{"field": "price", "operator": "lt", "value": "10"}]}


@pytest.fixture
def secret():
    """A view that somebody keeps alone, which finds one of two products."""
    ProductFactory(part_number="S-1", name="Unannounced")
    ProductFactory(part_number="S-2")
    only = {"conditions": [{"field": "name", "operator": "is", "value": "Unannounced"}]}
    return Segment.objects.create(
        code="secret", name="Secret", owner=UserFactory(), is_shared=False, filter=only
    )


def test_nobody_asks_by_the_private_view_of_another(client, secret):
    user = sign_in(client, "change_product", "view_segment")
    with pytest.raises(ValidationError, match="There is no segment “secret”"):
        segment_products(IN_SECRET, user=user)
    asked = json.dumps(IN_SECRET["conditions"][0])
    page = client.get(reverse("catalog_product:list"), {"f": asked})
    assert "There is no segment" in page.context["problem"]
    assert list(page.context["object_list"]) == []
    built = reverse("catalog_segment_builder:preview")
    answer = client.post(built, json.dumps(IN_SECRET), content_type="application/json")
    assert (answer.status_code, "Unannounced" in answer.content.decode()) == (400, False)
    assert client.get(reverse("catalog_segment:found", args=[secret.pk])).status_code == 404


def test_a_shared_segment_does_not_open_the_private_view_that_it_names(secret):
    Segment.objects.create(code="open", name="Open", filter=IN_SECRET)
    around = {"conditions": [{"field": "segment", "operator": "is", "value": "open"}]}
    with pytest.raises(ValidationError, match="secret"):
        segment_products(around, user=UserFactory())
    assert segment_products(around, user=secret.owner).count() == 1
    # Feeds and rules ask in the name of the site.
    assert segment_products(around).count() == 1


def test_prices_are_asked_by_those_who_see_them(client):
    PriceList.objects.create(code="net", name="Net prices")
    described, choices = (
        reverse(f"catalog_segment_builder:{one}") for one in ("fields", "choices")
    )
    editor = sign_in(client, "change_product", "add_segment")
    assert '"price"' not in client.get(described).content.decode()
    assert "Net prices" not in client.get(described).content.decode()
    assert client.get(reverse("catalog_product:filter"), {"field": "price"}).status_code == 404
    assert client.get(choices, {"field": "price"}).status_code == 404
    with pytest.raises(ValidationError, match="not have permission to filter by “Price today”"):
        check_filter(CHEAP, user=editor)
    page = client.get(reverse("catalog_product:list"), {"f": json.dumps(CHEAP["conditions"][0])})
    assert "You do not have permission" in page.context["problem"]
    buyer = sign_in(client, "change_product", "change_price")
    assert "Net prices" in client.get(described).content.decode()
    check_filter(CHEAP, user=buyer)


def test_the_list_of_segments_counts_none_before_it_is_asked(client, secret):
    sign_in(client, "change_product", "view_segment", "change_segment")
    counted = Segment.objects.create(
        code="two", name="Two", filter={"conditions": [{"field": "sku", "operator": "not_empty"}]}
    )
    page = client.get(reverse("catalog_segment:index")).content.decode()
    address = reverse("catalog_segment:found", args=[counted.pk])
    assert address in page
    assert "2 products" not in page
    assert client.get(address).json() == {"text": "2 products"}
    sign_in(client)
    assert client.get(address).status_code in (302, 403)
