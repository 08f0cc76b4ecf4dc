"""Whatever is registered as a part of a product is content of it everywhere, and all of it is."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db.models import ForeignKey, ManyToManyField, Model
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields

from catalog.duplicates.services.merging import merge_products
from catalog.models import DuplicateCandidate, Product, ProductRelation
from catalog.products.derived_rows import derived_models
from catalog.products.parts import product_parts
from catalog.products.services.part_rows import content_tables, part_tables
from catalog.products.write_policy import WriteRefusedError
from catalog.revisions.queries.content import latest_content
from catalog.revisions.queries.differences.comparing import content_differences
from catalog.revisions.queries.live_contents import live_contents
from media_library.services.assets import ensure_asset
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    ProductRelationFactory,
)
from tests.factories.media_library import DocumentFileFactory

NAMES = list(product_parts())
# What names a product, and is neither a part of it nor derived from it.
OTHERS = {
    (Product, "parent"): "the product that it is a variant of",
    (Product, "merged_into"): "the product that it became",
    (ProductRelation, "target"): "a part of the product at the other end",
    (DuplicateCandidate, "first"): "what a person says of two products",
    (DuplicateCandidate, "second"): "what a person says of two products",
    (Product.additional_categories.through, "product"): "a field of the product itself",
}


def make_rows(product: Product) -> None:
    """A row of every part."""
    FitmentFactory(product=product)
    PriceFactory(product=product, price_list=PriceListFactory())
    ProductRelationFactory(product=product)
    product.asset_links.create(
        asset=ensure_asset(file_object=DocumentFileFactory()), role="gallery"
    )
    product.interchanges.create(brand_name="Other", number="77")
    product.packages.create(level="EA")
    product.save()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*NAMES, "product"])
def test_a_new_row_is_content_of_a_revision(name):
    """Wagtail leaves out all rows of a product where one of them cannot be read."""
    model = product_parts()[name].model if name in NAMES else Product
    assert get_serializable_data_for_fields(model())["pk"] is None


@pytest.fixture
def product() -> Product:
    product = ProductFactory(live=True)
    make_rows(product)
    return Product.objects.get(pk=product.pk)


def naming_fields() -> list[tuple[type[Model], ForeignKey]]:
    """Every foreign key to a product, those of history apart."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        if not hasattr(model, "history_object")
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Product
    ]


def test_all_that_names_a_product_is_a_part_or_derived_or_known_as_another():
    parts = {(part.model, "product") for part in product_parts().values()}
    derived = {(model, "product") for model in derived_models()}
    found = {(model, field.name) for model, field in naming_fields()}
    assert found == parts | derived | OTHERS.keys()
    assert len(found) == len(parts) + len(derived) + len(OTHERS)


def test_the_parts_are_the_rows_that_a_draft_of_the_product_holds():
    assert set(NAMES) == {one.get_accessor_name() for one in get_all_child_relations(Product)}
    tables = {(table.model, table.column) for table in content_tables()}
    through = Product.additional_categories.through
    assert tables == {(one.model, "product_id") for one in product_parts().values()} | {
        (through, "product_id")
    }
    assert tables <= {(table.model, table.column) for table in part_tables()}


@pytest.mark.parametrize("name", NAMES)
def test_a_part_names_its_product_as_a_child_and_has_history(name):
    model = product_parts()[name].model
    field = model._meta.get_field("product")
    assert isinstance(field, ParentalKey)
    assert field.remote_field.related_name == name
    assert hasattr(model, "history")
    assert not any(isinstance(field, ManyToManyField) for field in model._meta.get_fields())


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_its_rows_are_in_what_is_published_and_told_in_a_line(name, product):
    content = live_contents([product])[product.pk]
    assert content[name] == latest_content(product)[name]
    [row] = content[name]
    [difference] = [
        one
        for one in content_differences({**content, name: []}, content)
        if one.path == f"{name}.{row['pk']}"
    ]
    assert difference.after.strip()
    assert "\n" not in difference.after


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_its_rows_move_in_a_merge_unless_one_of_their_identity_is_there(name, product):
    part = product_parts()[name]
    [moved] = part.model.objects.filter(product=product)
    kept, user = ProductFactory(family=product.family), UserFactory(is_superuser=True)
    merge_products(kept=kept, dropped=product, take=[], user=user)
    assert moved in part.model.objects.filter(product=kept)
    same = part.model.objects.get(pk=moved.pk)
    same.pk, same.product = None, ProductFactory(family=kept.family)
    same.save()
    assert part.identity(same) == part.identity(moved)
    merge_products(kept=kept, dropped=same.product, take=[], user=user)
    assert same in part.model.objects.filter(product=same.product)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [one for one in NAMES if product_parts()[one].permission])
def test_who_may_not_move_its_rows_merges_no_product_that_has_some(name, product):
    part, user = product_parts()[name], UserFactory()
    permissions = {one.permission for one in product_parts().values()} - {"", part.permission}
    for needed in ("catalog.change_product", "catalog.publish_product", *permissions):
        codename = needed.partition(".")[2]
        user.user_permissions.add(Permission.objects.get(codename=codename))
    kept = ProductFactory(family=product.family)
    with pytest.raises(WriteRefusedError, match="you have no right to change"):
        merge_products(kept=kept, dropped=product, take=[], user=user)
    part.model.objects.filter(product=product).delete()
    merge_products(kept=kept, dropped=product, take=[], user=user)
