"""Earlier versions come back as drafts, whole or a value at a time."""

from functools import partial

import pytest
from django.db import transaction

from catalog.models import Attribute, Product
from catalog.products.locks import lock_product
from catalog.products.write_policy import WriteRefusedError
from catalog.revisions.queries.history.timeline import product_timeline
from catalog.revisions.queries.history.versions import load_version
from catalog.revisions.services.restoring import RestoreError, restore_value, restore_version
from tests.concurrency import threads, wait_until_one_waits
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(is_superuser=True)


def saved(product: Product, **fields) -> Product:
    for name, value in fields.items():
        setattr(product, name, value)
    product.save()
    return product


def first_version(product: Product):
    return load_version(product, product_timeline(product.pk)[-1].version)


def test_a_version_comes_back_as_a_draft_and_the_public_sees_no_change(user):
    product = ProductFactory(live=True, name="Old", values={"width": "1"})
    version = first_version(product)
    saved(product, name="New", values={"width": "2", "height": "3"})
    restore_version(product=product, version=version, user=user)
    product.refresh_from_db()
    draft = product.get_latest_revision_as_object()
    assert (draft.name, draft.values) == ("Old", {"width": "1"})
    assert (product.name, product.values) == ("New", {"width": "2", "height": "3"})
    assert (product.live, product.has_unpublished_changes) == (True, True)


def test_a_restored_version_that_is_published_says_so_in_the_history(user):
    product = ProductFactory(live=True, name="Old")
    version = first_version(product)
    saved(product, name="New")
    restore_version(product=product, version=version, user=user).publish(user=user)
    product.refresh_from_db()
    assert (product.name, product.live) == ("Old", True)


def test_deleted_prices_come_back_under_their_key_and_parts_left_out_stay(user):
    product = ProductFactory(live=True)
    price = PriceFactory(product=product, price_list=PriceListFactory(), amount="7.50")
    version = load_version(product, product_timeline(product.pk)[0].version)
    key = price.pk
    price.delete()
    revision = restore_version(product=product, version=version, user=user, without=["prices"])
    assert revision.content["prices"] == []
    restore_version(product=product, version=version, user=user).publish(user=user)
    assert product.prices.get().pk == key
    assert str(product.prices.get().amount) == "7.5000"


def test_one_value_comes_back_and_the_rest_of_the_draft_stays(user):
    product = ProductFactory(live=True, values={"width": "1", "height": "1"})
    version = first_version(product)
    saved(product, values={"width": "2", "height": "2"})
    product.name = "In the draft"
    product.save_revision(user=user)
    restore_value(product=product, version=version, path="values.width", user=user)
    product.refresh_from_db()
    draft = product.get_latest_revision_as_object()
    assert (draft.name, draft.values) == ("In the draft", {"width": "1", "height": "2"})


@pytest.mark.django_db(transaction=True)
def test_a_neighbour_that_is_saved_at_the_same_moment_stays(user):
    product = ProductFactory(live=True, values={"width": "1", "height": "1"})
    version = first_version(product)
    saved(product, values={"width": "2", "height": "1"})
    restore = partial(
        restore_value, product=product, version=version, path="values.width", user=user
    )
    with threads() as begin, transaction.atomic():
        draft = lock_product(product.pk)
        draft.values = {**draft.values, "height": "3"}
        draft.save_revision(user=user)
        restoring = begin(restore)
        wait_until_one_waits()
    assert restoring.result().content["values"] == {"width": "1", "height": "3"}


@pytest.mark.parametrize("path", ["pk", "live", "latest_revision.pk", "nonsense", "prices.0", ""])
def test_what_is_no_value_of_the_product_is_refused(user, path):
    product = ProductFactory()
    with pytest.raises(RestoreError):
        restore_value(product=product, version=first_version(product), path=path, user=user)
    assert not product.revisions.exists()


def test_a_version_that_names_a_deleted_brand_is_refused_in_words(user):
    product = ProductFactory()
    version = first_version(product)
    old = product.brand
    saved(product, brand=BrandFactory())
    old.delete()
    with pytest.raises(RestoreError, match="brand of that version"):
        restore_version(product=product, version=version, user=user)
    assert not product.revisions.exists()


def test_a_product_locked_by_another_is_left_alone(user):
    product = ProductFactory(locked=True, locked_by=UserFactory())
    with pytest.raises(WriteRefusedError, match="locked"):
        restore_version(product=product, version=first_version(product), user=user)
    assert not product.revisions.exists()


def test_markup_that_no_form_would_store_any_more_does_not_come_back(user):
    AttributeFactory(code="care", label="Care", type=Attribute.Type.RICH_TEXT)
    product = ProductFactory(values={"care": "<p>a</p><script>b</script>", "width": "1"})
    version = first_version(product)
    saved(product, values={"care": "<p>a</p>"})
    with pytest.raises(RestoreError, match="Care holds markup that is not allowed"):
        restore_version(product=product, version=version, user=user)
    with pytest.raises(RestoreError, match="Care holds markup"):
        restore_value(product=product, version=version, path="values.care", user=user)
    assert not product.revisions.exists()
