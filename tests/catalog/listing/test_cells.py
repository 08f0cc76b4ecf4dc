"""One value is changed by itself: checked, recorded, carried into the draft, and never lost."""

import json

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse

from catalog.listing.services.cells import Cell, CellConflictError, change_cell
from catalog.models import AttributeOption, Product
from tests.catalog.schema.test_wagtail_admin import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ProductFactory
from tests.factories.reviews import review_step, submit

pytestmark = pytest.mark.django_db

NAME = Cell(field="name")


@pytest.fixture
def user():
    return UserFactory(is_superuser=True)


def change(product, cell, text, seen, user) -> list[str]:
    kept = change_cell(product_id=product.pk, cell=cell, text=text, seen=seen, user=user)
    product.refresh_from_db()
    return kept


def test_a_value_is_stored_in_the_form_of_its_type_with_history(user):
    product = ProductFactory(live=True)
    width = Cell(attribute=AttributeFactory(code="width", type="measure", unit="mm"))
    change(product, width, "12.70", None, user)
    assert product.values == {"width": {"amount": "12.70", "unit": "mm"}}
    newest = product.history.first()
    assert (newest.values, newest.history_user) == (product.values, user)
    change(product, width, "", product.values["width"], user)
    assert product.values == {}


def test_one_language_is_changed_and_the_others_stay(user):
    attribute = AttributeFactory(code="title", type="text", is_localizable=True)
    product = ProductFactory(values={"title": {"en": "Pad", "de": "Belag"}})
    change(product, Cell(attribute=attribute, locale="de"), "Bremsbelag", "Belag", user)
    assert product.values == {"title": {"en": "Pad", "de": "Bremsbelag"}}


@pytest.mark.parametrize("cell", [NAME, Cell(field="status"), Cell(field="gtin")])
@pytest.mark.parametrize("text", ["x" * 300, "\x00"])
def test_what_may_not_stand_there_is_refused(user, cell, text):
    product = ProductFactory()
    with pytest.raises(ValidationError):
        change(product, cell, text, cell.read(product), user)
    assert not Product.history.filter(id=product.pk, history_type="~").exists()


def test_a_value_that_somebody_else_has_changed_is_not_overwritten(user):
    product = ProductFactory(name="Now")
    with pytest.raises(CellConflictError) as conflict:
        change(product, NAME, "Mine", "Then", user)
    assert conflict.value.stored == "Now"
    product.refresh_from_db()
    assert product.name == "Now"


def test_an_open_draft_gets_the_change_unless_it_says_otherwise(user):
    product = ProductFactory(live=True, name="Old", values={})
    draft = product.get_latest_revision_as_object()
    draft.description = "Draft"
    draft.save_revision()
    product.refresh_from_db()
    assert change(product, NAME, "New", "Old", user) == []
    assert product.has_unpublished_changes
    draft = product.get_latest_revision_as_object()
    assert (draft.name, draft.description) == ("New", "Draft")
    draft.name = "Editor's"
    draft.save_revision()
    product.refresh_from_db()
    assert change(product, NAME, "Newer", "New", user) == ["name"]
    assert product.get_latest_revision_as_object().name == "Editor's"
    assert product.name == "Newer"


def test_rights_and_locks_are_held(client):
    product = ProductFactory(live=True, name="Live")
    editor = sign_in(client, "change_product")
    with pytest.raises(ValidationError, match="not have permission to publish"):
        change(product, NAME, "Other", "Live", editor)
    with pytest.raises(ValidationError, match="not have permission to change"):
        change(product, NAME, "Other", "Live", UserFactory())
    other = UserFactory(username="colleague")
    Product.objects.filter(pk=product.pk).update(live=False, locked=True, locked_by=other)
    with pytest.raises(ValidationError, match="colleague has locked"):
        change(product, NAME, "Other", "Live", editor)


def test_what_the_form_closes_is_closed_to_cells_too(client):
    reviewer, editor = sign_in(client, "change_product"), sign_in(client, "change_product")
    group = Group.objects.create(name="Reviewers")
    reviewer.groups.add(group)
    review_step(group)
    product, merged = ProductFactory(live=False, name="Submitted"), ProductFactory(live=False)
    submit(product, editor)
    with pytest.raises(
        ValidationError, match=r"is waiting for Product review.* only Reviewers can edit it"
    ):
        change(product, NAME, "Other", "Submitted", editor)
    assert product.get_latest_revision_as_object().name == "Submitted"
    change(product, NAME, "By the reviewer", "Submitted", reviewer)
    assert product.get_latest_revision_as_object().name == "By the reviewer"
    Product.objects.filter(pk=merged.pk).update(merged_into=product)
    with pytest.raises(ValidationError, match="By the reviewer and can no longer be edited"):
        change(merged, NAME, "Other", merged.name, reviewer)


def cell_address(product, column: str) -> str:
    return reverse("catalog_product:cell", args=[product.pk, column])


def test_a_cell_is_edited_from_the_listing(client):
    sign_in(client, "change_product")
    attribute = AttributeFactory(code="material", label="Material", type="choice")
    AttributeOption.objects.create(attribute=attribute, code="ceramic", label="Ceramic")
    product = ProductFactory(live=False)
    address = cell_address(product, "values.material")
    assert "Ceramic" in client.get(address).json()["html"]
    answer = client.post(address, {"value": "ceramic", "seen": "null"})
    assert answer.json() == {"text": "Ceramic", "seen": '"ceramic"'}
    assert "message" not in client.get(address, {"seen": '"ceramic"'}).json()
    since = client.get(address, {"seen": "null"}).json()
    assert "since the list was loaded" in since["message"]
    refused = client.post(address, {"value": "gold", "seen": json.dumps("ceramic")})
    assert (refused.status_code, "gold" in refused.json()["message"]) == (422, True)
    stale = client.post(address, {"value": "", "seen": "null"})
    assert (stale.status_code, stale.json()["seen"]) == (409, '"ceramic"')
    assert client.post(address, {"value": "", "seen": "{"}).status_code == 400
    for unknown in ("sku", "values.lost", "x"):
        assert client.get(cell_address(product, unknown)).status_code == 404


def test_cells_are_not_for_those_who_only_look(client):
    sign_in(client, "view_product")
    product = ProductFactory(name="Kept")
    assert client.get(cell_address(product, "name")).status_code == 403
    answer = client.post(cell_address(product, "name"), {"value": "x", "seen": '"Kept"'})
    assert answer.status_code == 422
    product.refresh_from_db()
    assert product.name == "Kept"


@pytest.fixture
def review(client):
    """The workflow of products, and an editor who is signed in."""
    group = Group.objects.create(name="Reviewers")
    review_step(group)
    return sign_in(client, "change_product")


def test_an_editor_sends_a_cell_of_a_published_product_to_review(client, review):
    product = ProductFactory(live=True, name="Live")
    address = cell_address(product, "name")
    shown = client.get(address, {"seen": '"Live"'}).json()["html"]
    assert "Save as draft and send to review" in shown
    answer = client.post(address, {"value": "Better", "seen": '"Live"', "review": "1"}).json()
    assert (answer["text"], answer["message"]) == (
        "Live", "Saved as a draft. It waits for: Product review.",
    )  # fmt: skip
    product.refresh_from_db()
    draft = product.get_latest_revision_as_object()
    assert (product.name, draft.name, product.latest_revision.user) == ("Live", "Better", review)
    assert product.current_workflow_task.name == "Product review"

    answer = client.get(address)
    assert (answer.status_code, answer.json()["url"]) == (
        403, reverse("catalog_product:edit", args=[product.pk]),
    )  # fmt: skip
    assert "is waiting for Product review" in answer.json()["message"]
    again = client.post(address, {"value": "Best", "seen": '"Better"', "review": "1"})
    assert again.status_code == 422


def test_an_open_draft_goes_along_and_its_value_is_what_is_edited(client, review):
    product = ProductFactory(live=True, name="Live", description="Old")
    draft = product.get_latest_revision_as_object()
    draft.name, draft.description = "Draft", "New"
    draft.save_revision()
    address = cell_address(product, "name")
    shown = client.get(address, {"seen": '"Live"'}).json()["html"]
    assert 'value="Draft"' in shown
    assert "Its open draft goes along" in shown
    stale = client.post(address, {"value": "Better", "seen": '"Live"', "review": "1"})
    assert stale.status_code == 409
    client.post(address, {"value": "Better", "seen": '"Draft"', "review": "1"})
    product.refresh_from_db()
    draft = product.get_latest_revision_as_object()
    assert (draft.name, draft.description) == ("Better", "New")


def test_without_a_workflow_nothing_is_saved_and_it_is_said_who_sets_one_up(client):
    sign_in(client, "change_product")
    UserFactory(username="boss", is_superuser=True)
    product = ProductFactory(live=True, name="Live")
    answer = client.post(
        cell_address(product, "name"), {"value": "Better", "seen": '"Live"', "review": "1"}
    )
    assert answer.status_code == 422
    assert "boss can set one up" in answer.json()["message"]
    product.refresh_from_db()
    assert product.latest_revision is None
