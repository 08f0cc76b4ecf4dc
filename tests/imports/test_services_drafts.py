"""An import and the drafts that editors have open."""

import pytest
from django.contrib.auth.models import Group

from catalog.models import OfferedValue, Product
from catalog.revisions.queries.reviews import reviews_of, waiting_reviews
from tests.factories.accounts import UserFactory
from tests.factories.catalog import BrandFactory, CategoryFactory, FamilyFactory, ProductFactory
from tests.factories.imports import ImportProfileFactory, applied
from tests.factories.reviews import review_step, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(brand, family):
    return ImportProfileFactory(default_brand=brand, default_family=family)


@pytest.fixture
def product(brand, family):
    return ProductFactory(
        sku="S1", name="Old", description="Long", brand=brand, family=family,
        values={"teeth": "5", "coated": True},
    )  # fmt: skip


def test_the_form_shows_the_import_where_nothing_was_open(profile, product):
    product.save_revision().publish()
    applied("sku,name\nS1,New\n", profile)
    product = Product.objects.get()
    assert product.latest_revision_id is None
    assert product.get_latest_revision_as_object().name == "New"
    assert product.revisions.count() == 1


def test_an_open_draft_takes_what_it_did_not_touch_and_keeps_what_it_did(profile, product):
    draft = Product.objects.get()
    draft.name = "Editor's name"
    draft.values = {**draft.values, "teeth": "7"}
    draft.save_revision()
    run = applied("sku,name,gtin,teeth,coated\nS1,New,12345670,6,no\n", profile)
    product = Product.objects.get()
    assert (product.name, product.gtin) == ("New", "12345670")
    assert product.values == {"teeth": "6", "coated": False}
    assert product.has_unpublished_changes
    latest = product.get_latest_revision_as_object()
    assert (latest.name, latest.gtin, latest.description) == ("Editor's name", "12345670", "Long")
    assert latest.values == {"teeth": "7", "coated": False}
    assert run.details["drafts"] == {
        "carried": 1,
        "kept": [{"sku": "S1", "fields": ["name", "teeth"]}],
    }


def test_every_column_that_an_import_fills_is_carried_into_the_draft(profile, product):
    category, other = CategoryFactory(code="pads"), BrandFactory(name="Other")
    discs = FamilyFactory(code="disc")
    draft = Product.objects.get()
    draft.description = "Editor's text"
    draft.save_revision()
    applied(
        "sku,part number,gtin,name,status,category,brand,family\n"
        "S1,P-9,12345670,New,discontinued,pads,Other,disc\n",
        profile,
    )
    latest = Product.objects.get().get_latest_revision_as_object()
    assert (latest.part_number, latest.gtin, latest.name) == ("P-9", "12345670", "New")
    assert (latest.status, latest.category) == (Product.Status.DISCONTINUED, category)
    assert (latest.brand, latest.family, latest.description) == (other, discs, "Editor's text")
    assert not OfferedValue.objects.exists()


def test_what_a_draft_keeps_is_offered_to_its_editor_until_he_has_taken_it(profile, product):
    editor = UserFactory()
    product.save_revision().publish()
    draft = Product.objects.get()
    draft.values = {**draft.values, "teeth": "7", "title": {"en": "Mine"}}
    draft.status = Product.Status.PLANNED
    draft.save_revision(user=editor)
    run = applied("sku,teeth,title.de,status\nS1,6,Belag,phase_out\n", profile)
    pending_changes = OfferedValue.objects.waiting()
    assert dict(pending_changes.values_list("path", "value")) == {
        "status": "phase_out",
        "values.teeth": "6",
    }
    assert {(one.editor, one.reason) for one in pending_changes} == {(editor, f"import {run.pk}")}
    latest = Product.objects.get().get_latest_revision_as_object()
    assert latest.values["title"] == {"en": "Mine", "de": "Belag"}

    applied("sku,teeth\nS1,7\n", profile)
    assert list(pending_changes.values_list("path", flat=True)) == ["status"]
    Product.objects.get().latest_revision.publish()
    assert not OfferedValue.objects.exists()


def test_what_is_to_be_approved_stays_the_same_and_approval_takes_no_import_back(profile, product):
    """A draft left behind would have the old values, and publishing it would bring them back."""
    reviewer = UserFactory(is_superuser=True)
    review_step(Group.objects.create(name="Reviewers"))
    state = submit(Product.objects.get(), UserFactory(), name="Editor's name")
    applied("sku,name,gtin,teeth\nS1,New,12345670,6\n", profile)
    [review] = reviews_of(waiting_reviews(reviewer))
    assert [(one.label, one.before, one.after) for one in review.differences] == [
        ("Name", "New", "Editor's name")
    ]
    assert list(OfferedValue.objects.values_list("path", "value")) == [("name", "New")]
    state.refresh_from_db()
    state.approve(user=reviewer)
    product.refresh_from_db()
    assert (product.name, product.gtin) == ("Editor's name", "12345670")
    assert product.values == {"teeth": "6", "coated": True}
