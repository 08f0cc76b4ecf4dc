"""A segment is built in the browser and stored in the filter language."""

import pytest
from django.urls import reverse

from catalog.models import Segment
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, BrandFactory, ProductFactory

pytestmark = pytest.mark.django_db

ADD = "catalog_segment:add"


@pytest.fixture(autouse=True)
def administrator(client):
    client.force_login(UserFactory(is_superuser=True))


def condition(prefix: str, position: int, field: str, operator: str, value: str = "") -> dict:
    """The inputs of one condition block."""
    block = f"{prefix}-{position}"
    inputs = {"type": "condition", "order": str(position), "deleted": "", "id": ""}
    inputs |= {"value-field": field, "value-operator": operator, "value-value": value}
    return {f"{block}-{name}": value for name, value in inputs.items()}


def group(prefix: str, position: int, match: str, count: int) -> dict:
    """The inputs of one group block, without those of its members."""
    block = f"{prefix}-{position}"
    inputs = {"type": "group", "order": str(position), "deleted": "", "id": ""}
    inputs |= {"value-match": match, "value-conditions-count": str(count)}
    return {f"{block}-{name}": value for name, value in inputs.items()}


def create(client, blocks: dict, count: int, match: str = "all"):
    data = posted(client.get(reverse(ADD)), name="Pads", code="pads", match=match)
    return client.post(reverse(ADD), {**data, "conditions-count": str(count), **blocks})


def test_conditions_and_groups_are_stored_as_json_and_shown_again(client):
    AttributeFactory(code="thickness", type="number")
    blocks = {
        **condition("conditions", 0, "brand", "in", "Acme\nBolt"),
        **group("conditions", 1, "any", 2),
        **condition("conditions-1-value-conditions", 0, "gtin", "empty"),
        **condition("conditions-1-value-conditions", 1, "values.thickness", "between", "5\n12.70"),
    }
    assert create(client, blocks, count=2).status_code == 302
    segment = Segment.objects.get()
    stored = {
        "match": "all",
        "conditions": [
            {"field": "brand", "operator": "in", "value": ["Acme", "Bolt"]},
            {
                "match": "any",
                "conditions": [
                    {"field": "gtin", "operator": "empty"},
                    {"field": "values.thickness", "operator": "between", "value": ["5", "12.70"]},
                ],
            },
        ],
    }
    assert segment.filter == stored
    edit = client.get(reverse("catalog_segment:edit", args=[segment.pk]))
    assert edit.status_code == 200
    assert "12.70" in edit.content.decode()


def test_what_cannot_be_asked_is_refused_on_the_form(client):
    response = create(client, condition("conditions", 0, "brand", "lt", "A"), count=1)
    assert b"cannot be asked with" in response.content
    assert not Segment.objects.exists()


def test_the_number_of_products_is_shown_in_the_form_and_in_the_list(client):
    acme = BrandFactory(name="Acme")
    ProductFactory.create_batch(2, brand=acme)
    ProductFactory()
    only = {"field": "brand", "operator": "is", "value": "Acme"}
    segment = Segment.objects.create(code="acme", name="Acme", filter={"conditions": [only]})
    for address in (
        reverse("catalog_segment:index"),
        reverse("catalog_segment:edit", args=[segment.pk]),
    ):
        assert b"2 products" in client.get(address).content
    listing = client.get(reverse("catalog_product:list"), {"segment": segment.pk})
    assert listing.context["items_count"] == 2


def test_a_segment_that_asks_for_a_lost_attribute_says_so_instead_of_failing(client):
    lost = {"field": "values.lost", "operator": "is", "value": "1"}
    segment = Segment.objects.create(code="lost", name="Lost", filter={"conditions": [lost]})
    listing = client.get(reverse("catalog_segment:index"))
    assert "There is no field “values.lost”." in listing.content.decode()
    assert client.get(reverse("catalog_product:list"), {"segment": segment.pk}).status_code == 200
