"""Earlier versions come back as drafts, whole or a value at a time."""

from functools import partial

import pytest
from django.db import transaction
from django.db.models import ForeignKey
from django.urls import reverse

from catalog.models import Attribute, Product
from catalog.products.locks import lock_product
from catalog.products.models.asset_link import ProductAsset
from catalog.products.models.further_category import FurtherCategory
from catalog.products.parts import product_parts
from catalog.products.write_policy import WriteRefusedError
from catalog.revisions.queries.history.timeline import product_timeline
from catalog.revisions.queries.history.versions import load_version
from catalog.revisions.services.restoring import RestoreError, restore_value, restore_version
from tests.concurrency import threads, wait_until_one_waits
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    ProductRelationFactory,
    VehicleMakeFactory,
)
from tests.factories.media_library import ImageFileFactory

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
    restore_version(product=product, version=version, user=user).revision.publish(user=user)
    product.refresh_from_db()
    assert (product.name, product.live) == ("Old", True)


def test_deleted_prices_come_back_under_their_key_and_parts_left_out_stay(user):
    product = ProductFactory(live=True)
    price = PriceFactory(product=product, price_list=PriceListFactory(), amount="7.50")
    version = load_version(product, product_timeline(product.pk)[0].version)
    key = price.pk
    price.delete()
    revision = restore_version(
        product=product, version=version, user=user, without=["prices"]
    ).revision
    assert revision.content["prices"] == []
    restore_version(product=product, version=version, user=user).revision.publish(user=user)
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


def delete_named(product: Product, part: str, column: str) -> None:
    """Delete what the rows of a part name in a column, and the rows that stand in the way."""
    rows = product_parts()[part].model.objects.filter(product=product)
    named = [getattr(row, column) for row in rows]
    rows.delete()
    for record in named:
        record.delete()


def named_records() -> list[tuple[str, str]]:
    """Each part with each of its columns that names other records."""
    return [
        (name, field.name)
        for name, part in product_parts().items()
        for field in part.model._meta.fields
        if isinstance(field, ForeignKey) and field.name != "product"
    ]


MAKE_ROW = {
    ("additional_categories", "category"): lambda product: FurtherCategory.objects.create(
        product=product, category=CategoryFactory()
    ),
    ("asset_links", "asset"): lambda product: ProductAsset.objects.create(
        product=product, asset=ImageFileFactory().asset
    ),
    ("relations", "target"): lambda product: ProductRelationFactory(product=product),
    ("fitments", "make"): lambda product: FitmentFactory(
        product=product, model=None, make=VehicleMakeFactory()
    ),
    ("fitments", "model"): lambda product: FitmentFactory(product=product),
    ("prices", "price_list"): lambda product: PriceFactory(
        product=product, price_list=PriceListFactory()
    ),
    ("prices", "customer"): lambda product: PriceFactory(
        product=product, customer=CustomerFactory()
    ),
}


@pytest.mark.parametrize(("part", "column"), named_records())
def test_rows_of_records_that_are_gone_are_left_out_and_it_says_so(user, part, column):
    product = ProductFactory(live=True, name="Old")
    MAKE_ROW[part, column](product)
    version = load_version(product, product_timeline(product.pk)[0].version)
    delete_named(product, part, column)
    restored = restore_version(product=product, version=version, user=user)
    assert restored.revision.content[part] == []
    names = product_parts()[part].model._meta
    assert restored.left_out == [f"1 {names.verbose_name}"]


def test_what_is_left_out_is_told_where_a_version_is_brought_back(client, user):
    product = ProductFactory(live=True)
    category = CategoryFactory()
    FurtherCategory.objects.create(product=product, category=category)
    version = product_timeline(product.pk)[0].version
    category.delete()
    client.force_login(user)
    address = reverse("catalog_product:history_restore", args=[product.pk])
    page = client.post(address, {"version": version}, follow=True).content.decode()
    assert "Not restored, because what they refer to has been deleted: 1 further category." in page


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
    with pytest.raises(RestoreError, match="Care contains HTML that is not allowed"):
        restore_version(product=product, version=version, user=user)
    with pytest.raises(RestoreError, match="Care contains HTML"):
        restore_value(product=product, version=version, path="values.care", user=user)
    assert not product.revisions.exists()
