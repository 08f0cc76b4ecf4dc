"""Schedules in the product form: beside the edits of others, and after they have passed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from catalog.listing.services.cells import Cell, change_cell
from catalog.models import Product
from home.services.publishing import publish_what_is_due
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.bulk_edits import applied
from tests.factories.catalog import ProductFactory

JSON = {"HTTP_ACCEPT": "application/json"}
TOMORROW = timezone.now() + timedelta(days=1)
LATER = f"{timezone.localtime(TOMORROW):%Y-%m-%d %H:%M}"
PUBLISH = {"action-publish": "action-publish"}


def edit_url(product) -> str:
    return reverse("catalog_product:edit", args=[product.pk])


def draft(product) -> Product:
    return Product.objects.get(pk=product.pk).get_latest_revision_as_object()


@pytest.fixture
def product():
    return ProductFactory(live=True, name="Pad", description="Short")


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def _bulk(product):
    applied({"target": "description", "action": "set", "value": "From elsewhere"})


def _cell(product):
    arguments = {"text": "From elsewhere", "seen": "Pad", "user": UserFactory(is_superuser=True)}
    change_cell(product_id=product.pk, cell=Cell(field="name"), **arguments)


def _program(product):
    product = Product.objects.get(pk=product.pk)
    product.description = "From elsewhere"
    product.save_revision(user=UserFactory()).publish()


@pytest.mark.django_db
@pytest.mark.parametrize("has_draft", [False, True])
@pytest.mark.parametrize("write", [_bulk, _cell, _program])
def test_what_was_written_without_a_form_stays_when_an_old_form_saves_a_schedule(
    editor, product, write, has_draft
):
    if has_draft:
        product.gtin = "4006381333931"
        product.save_revision(user=UserFactory())
    old = editor.get(edit_url(product))
    write(product)
    sent = posted(old, go_live_at=LATER, sku="NEW")
    page = editor.post(edit_url(product), sent, follow=True).content.decode()
    assert "Others have changed this product while you were editing" in page
    saved = draft(product)
    assert "From elsewhere" in (saved.name, saved.description)
    assert (saved.sku, bool(saved.go_live_at)) == ("NEW", True)
    assert Product.objects.get().live


@pytest.mark.django_db
def test_the_live_version_is_kept_for_the_time_until_another_goes_live(editor, product):
    sent = posted(editor.get(edit_url(product)), name="New", go_live_at=LATER) | PUBLISH
    editor.post(edit_url(product), sent)
    product.refresh_from_db()
    kept, scheduled = product.revisions.order_by("created_at")
    assert (product.live, product.name, product.live_revision) == (True, "Pad", kept)
    assert (product.latest_revision, kept.content["name"]) == (scheduled, "Pad")
    assert scheduled.approved_go_live_at is not None
    # Another version that is scheduled later finds it there.
    product.revisions.update(approved_go_live_at=None)
    editor.post(edit_url(product), posted(editor.get(edit_url(product)), name="Newer") | PUBLISH)
    product.refresh_from_db()
    assert (product.live, product.name, product.live_revision) == (True, "Pad", kept)


@pytest.mark.django_db
def test_a_schedule_of_somebody_else_is_no_clash_with_one_that_has_passed(editor, product):
    passed = timezone.now() - timedelta(minutes=5)
    Product.objects.update(expire_at=passed, live=False, expired=True)
    product.refresh_from_db()
    product.save_revision(user=UserFactory())
    shown = editor.get(edit_url(product))
    old = posted(shown, expire_at=f"{timezone.localtime(passed):%Y-%m-%d %H:%M}", name="Mine")
    editor.post(edit_url(product), posted(editor.get(edit_url(product)), expire_at=LATER))
    answer = editor.post(edit_url(product), old, **JSON).json()
    assert answer["success"], answer
    assert (draft(product).name, draft(product).expire_at.date()) == ("Mine", TOMORROW.date())
    assert Product.objects.get().expired


@pytest.mark.django_db
def test_what_expired_and_is_published_in_bulk_stays(product):
    passed = timezone.now() - timedelta(minutes=5)
    expired = {"expire_at": passed, "live": False, "expired": True}
    drafted = ProductFactory()
    Product.objects.update(**expired)
    drafted.refresh_from_db()
    drafted.name = "Draft"
    drafted.save_revision()
    assert applied({"target": "product", "action": "publish"}).counts["changed"] == 2
    assert publish_what_is_due() == 0
    assert set(Product.objects.values_list("live", "expired", "expire_at")) == {(True, False, None)}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_schedule_is_saved_beside_the_draft_of_somebody_else_in_another_browser(
    open_page, product
):
    hers, his = (open_page(UserFactory(is_superuser=True)) for _person in range(2))
    for page in (hers, his):
        page.goto(edit_url(product))
        expect(page.locator("#id_name")).to_have_value("Pad")
    hers.locator("#id_name").fill("Pad of hers")
    hers.get_by_role("button", name="Save draft").click()
    expect(hers.get_by_text("updated.")).to_be_visible()

    his.get_by_role("button", name="Status").click()
    his.get_by_role("button", name="Set schedule").click()
    his.locator("#id_go_live_at").fill(LATER)
    # By the keyboard, as the calendar lies over the button.
    his.get_by_role("button", name="Save schedule").press("Enter")
    expect(
        his.get_by_text("Others have changed this product while you were editing")
    ).to_be_visible()
    saved = draft(product)
    assert (saved.name, bool(saved.go_live_at)) == ("Pad of hers", True)
