"""The forms of what people and files name ask about a name in another spelling."""

import pytest
from django.urls import reverse

from catalog.models import Brand, Category, Family
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    BrandFactory,
    CategoryFactory,
    FamilyFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = pytest.mark.django_db
NAMED = {
    Brand: (BrandFactory, "name", {"slug": "new"}),
    Family: (FamilyFactory, "label", {"code": "new"}),
    Category: (CategoryFactory, "name", {"slug": "new", "code": "new"}),
}
SPELLINGS = ["BREMSEN MÜLLER", "Bremsen  Mu\u0308ller", "Bremsen\u00a0Müller", "bremsen müller"]


@pytest.fixture(autouse=True)
def administrator(client):
    client.force_login(UserFactory(is_superuser=True))


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("model", NAMED)
def test_another_spelling_is_asked_about_and_then_kept(client, model, spelling):
    factory, field, rest = NAMED[model]
    known = factory(**{field: "Bremsen Müller"})
    name = f"catalog_{model._meta.model_name}"
    page = client.get(reverse(f"{name}:add"))
    assert "keep_spelling" not in page.content.decode()
    asked = client.post(reverse(f"{name}:add"), posted(page, **{field: spelling, **rest}))
    [message] = asked.context["form"].errors[field]
    assert "Bremsen Müller already exists" in message
    address = reverse(f"{name}:edit", args=[known.pk])
    assert f'<a href="{address}">' in asked.content.decode()
    assert 'name="keep_spelling"' in asked.content.decode()
    answered = client.post(reverse(f"{name}:add"), posted(asked, keep_spelling="on"))
    assert answered.status_code == 302
    assert model.objects.count() == 2
    # What was kept once is not asked about again.
    made = model.objects.exclude(pk=known.pk).get()
    edit = reverse(f"{name}:edit", args=[made.pk])
    assert client.post(edit, posted(client.get(edit))).status_code == 302


def test_the_answer_stays_in_sight_where_something_else_is_wrong(client):
    BrandFactory(name="Bremsen Müller")
    add = reverse("catalog_brand:add")
    sent = posted(client.get(add), name="BREMSEN MÜLLER", slug="no slug", keep_spelling="on")
    refused = client.post(add, sent)
    assert set(refused.context["form"].errors) == {"slug"}
    answered = client.post(add, posted(refused, slug="new"))
    assert answered.status_code == 302


def test_a_name_that_only_looks_alike_in_part_is_no_question(client):
    BrandFactory(name="Bremsen Müller")
    page = client.get(reverse("catalog_brand:add"))
    sent = posted(page, name="Bremsen Muller", slug="new")
    assert client.post(reverse("catalog_brand:add"), sent).status_code == 302


def test_categories_are_compared_with_those_beside_them(client):
    front, rear = CategoryFactory(name="Front"), CategoryFactory(name="Rear")
    front.add_child(name="Pads", code="front_pads", slug="front-pads")
    page = client.get(reverse("catalog_category:add"))
    new = {"name": "PADS", "code": "pads", "slug": "pads"}
    beside = client.post(reverse("catalog_category:add"), posted(page, parent=str(front.pk), **new))
    assert "Pads already exists" in str(beside.context["form"].errors["name"])
    elsewhere = posted(page, parent=str(rear.pk), **new)
    assert client.post(reverse("catalog_category:add"), elsewhere).status_code == 302
    moved = Category.objects.get(code="pads")
    edit = reverse("catalog_category:edit", args=[moved.pk])
    asked = client.post(edit, posted(client.get(edit), parent=str(front.pk)))
    assert "Pads already exists" in str(asked.context["form"].errors["name"])


def test_a_make_and_its_models_have_a_name_once_in_any_spelling(client):
    make = VehicleModelFactory(name="C 4", make=VehicleMakeFactory(name="Citroën")).make
    for name, sent, message in [
        ("vehiclemake", {"name": "CITROËN"}, "A make with this name already exists"),
        (
            "vehiclemodel",
            {"name": "c  4", "make": str(make.pk)},
            "already has a model with this name",
        ),
    ]:
        url = reverse(f"catalog_{name}:add")
        refused = client.post(url, posted(client.get(url), **sent))
        assert message in str(refused.context["form"].errors)
