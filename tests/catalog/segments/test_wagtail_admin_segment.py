"""A segment is built in the browser and stored in the filter language."""

import json

import pytest
from django.urls import reverse

from catalog.models import Segment
from home.models.pages import HomePage
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    ProductFactory,
    QualityRuleFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = pytest.mark.django_db

ADD = "catalog_segment:add"
BUILDER = "catalog_segment_builder"


@pytest.fixture(autouse=True)
def administrator(client):
    client.force_login(UserFactory(is_superuser=True))


def condition(field: str, operator: str, value=None) -> dict:
    made = {"field": field, "operator": operator}
    return made if value is None else {**made, "value": value}


def create(client, segment_filter, code: str = "pads"):
    text = segment_filter if isinstance(segment_filter, str) else json.dumps(segment_filter)
    data = posted(client.get(reverse(ADD)), name="Pads", code=code, filter=text)
    return client.post(reverse(ADD), data)


def preview(client, segment_filter, segment: str = ""):
    address = f"{reverse(f'{BUILDER}:preview')}?segment={segment}"
    return client.post(address, segment_filter, content_type="application/json")


def test_a_filter_is_stored_as_it_was_built_and_shown_again(client):
    AttributeFactory(code="thickness", type="number")
    either = {"match": "any", "conditions": [condition("values.thickness", "gt", "12.70")]}
    built = {"match": "all", "not": True, "conditions": [condition("gtin", "empty"), either]}
    assert create(client, built).status_code == 302
    segment = Segment.objects.get()
    assert segment.filter == built
    edit = client.get(reverse("catalog_segment:edit", args=[segment.pk]))
    assert "12.70" in edit.content.decode()


def test_an_empty_filter_is_every_product(client):
    assert create(client, "").status_code == 302
    assert Segment.objects.get().filter == {}


REFUSED = [
    ({"conditions": [condition("brand", "lt", "A")]}, "cannot be used with"),
    ("{", "Enter a valid JSON."),
    ("[" * 99, "Enter a valid JSON."),
    ("[" + "1," * 150_000 + "1]", "The filter is too long."),
    ({"conditions": [condition("segment", "is", "lost")]}, "There is no segment “lost”."),
]


@pytest.mark.parametrize(("segment_filter", "message"), REFUSED)
def test_what_cannot_be_asked_is_refused_on_the_form(client, segment_filter, message):
    response = create(client, segment_filter)
    assert message in response.content.decode()
    assert not Segment.objects.exists()


def test_a_segment_may_not_lead_back_to_itself(client):
    create(client, {"conditions": []})
    segment = Segment.objects.get()
    address = reverse("catalog_segment:edit", args=[segment.pk])
    itself = {"conditions": [condition("segment", "is", "pads")]}
    data = posted(client.get(address), filter=json.dumps(itself))
    assert "pads → pads" in client.post(address, data).content.decode()
    assert "pads → pads" in preview(client, itself, "pads").json()["error"]


def test_the_number_of_products_is_shown_in_the_form_and_in_the_list(client):
    acme = BrandFactory(name="Acme")
    ProductFactory.create_batch(2, brand=acme)
    ProductFactory()
    only = condition("brand", "is", "Acme")
    segment = Segment.objects.create(code="acme", name="Acme", filter={"conditions": [only]})
    for address in (
        reverse("catalog_segment:found", args=[segment.pk]),
        reverse("catalog_segment:edit", args=[segment.pk]),
    ):
        assert b"2 products" in client.get(address).content
    listing = client.get(reverse("catalog_product:list"), {"segment": segment.pk})
    assert listing.context["items_count"] == 2


def test_a_segment_that_asks_for_a_lost_attribute_says_so_instead_of_failing(client):
    lost = condition("values.lost", "is", "1")
    segment = Segment.objects.create(code="lost", name="Lost", filter={"conditions": [lost]})
    counted = client.get(reverse("catalog_segment:found", args=[segment.pk]))
    assert "There is no field “values.lost”." in counted.json()["text"]
    assert client.get(reverse("catalog_product:list"), {"segment": segment.pk}).status_code == 200


def test_while_building_the_number_and_the_first_products_are_told(client):
    ProductFactory.create_batch(6, status="planned")
    answer = preview(client, {"conditions": [condition("status", "is", "planned")]}).json()
    assert answer["label"] == "6 products"
    assert len(answer["examples"]) == 5
    answer = preview(client, {"conditions": [condition("name", "matches", "(")]})
    assert answer.status_code == 400
    assert "not a valid regular expression" in answer.json()["error"]


def test_a_filter_that_takes_too_long_says_what_to_do(client, monkeypatch):
    monkeypatch.setattr("catalog.segments.wagtail_admin.builder.views.LONGEST_COUNT", 1)
    AttributeFactory(code="text", type="text")
    ProductFactory.create_batch(20, values={"text": "a" * 50_000})
    heavy = [condition("values.text", "matches", "(a|aa)+(b|bb)+$")] * 20
    answer = preview(client, {"match": "any", "conditions": heavy}).json()
    assert answer["is_slow"]
    assert "Counting takes too long" in answer["error"]


def test_the_builder_is_told_every_field_and_finds_choices(client):
    honda = VehicleMakeFactory(name="Honda")
    VehicleModelFactory(make=honda, name="Civic")
    BrandFactory(name="Acme")
    BrandFactory(name="Bolt")
    fields = client.get(reverse(f"{BUILDER}:fields")).json()
    assert {"brand", "fits", "completeness"} <= {field["name"] for field in fields["fields"]}
    choices = reverse(f"{BUILDER}:choices")
    assert client.get(choices, {"field": "brand", "q": "ac"}).json() == {
        "choices": [["Acme", "Acme"]]
    }
    assert client.get(choices, {"field": "fits", "q": "2015 hon ci"}).json() == {
        "choices": [["2015 Honda Civic", "2015 Honda Civic"]]
    }
    assert client.get(choices, {"field": "status", "value": "planned"}).json() == {
        "choices": [["planned", "Planned"]]
    }
    assert client.get(choices, {"field": "name"}).status_code == 404


@pytest.mark.parametrize("name", ["fields", "choices", "preview"])
def test_the_builder_answers_those_only_who_see_products(client, name):
    stranger = UserFactory()
    client.force_login(stranger)
    address = reverse(f"{BUILDER}:{name}")
    answer = client.post(address) if name == "preview" else client.get(address)
    assert answer.status_code == 302  # to the sign-in, as all of the admin
    assert "products" not in answer.content.decode()


def test_a_segment_in_use_can_neither_be_deleted_nor_renamed(client):
    create(client, {"conditions": []})
    pads = Segment.objects.get()
    naming = {"conditions": [{"conditions": [condition("segment", "in", ["pads"])]}]}
    Segment.objects.create(code="other", name="Other", filter=naming)
    QualityRuleFactory(requirement=naming)
    HomePage.objects.first() or HomePage.add_root(title="Home", slug="shown")
    home = HomePage.objects.first()
    home.body = [("featured_products", {"heading": "", "segment": "pads", "number": 3})]
    home.save()
    delete = reverse("catalog_segment:delete", args=[pads.pk])
    page = client.get(delete).content.decode()
    assert "Segments" in page
    assert "Home pages" in page
    assert "Quality rules" in page
    client.post(delete)
    assert Segment.objects.filter(pk=pads.pk).exists()
    edit = reverse("catalog_segment:edit", args=[pads.pk])
    answer = client.post(edit, posted(client.get(edit), code="renamed"))
    assert "1 segment (“Other”)" in answer.content.decode()
    assert Segment.objects.filter(code="pads").exists()
