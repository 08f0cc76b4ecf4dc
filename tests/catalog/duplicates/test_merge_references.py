"""Whatever is registered as naming a product follows it in a merge, and all that names one is."""

import pytest

from catalog.duplicates.services.merging import merge_products
from catalog.models import Attribute, Product
from catalog.products import merge_references as registry
from catalog.products.merge_references import (
    MergeReference,
    merge_references,
    register_merge_reference,
)
from tests.catalog.products.test_parts import OTHERS, naming_fields
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ProductFactory, ProductRelationFactory

pytestmark = pytest.mark.django_db

NUMBERS = range(len(merge_references()))
# Foreign keys to a product, none of them in its parts, that a merge leaves as they are.
STAYING = {"first", "second", "product"}


@pytest.fixture
def pair() -> tuple[Product, Product]:
    """The one that is kept, and the one that is merged into it: named in every registered way."""
    AttributeFactory(code="mate", type=Attribute.Type.PRODUCT)
    kept = ProductFactory(live=True)
    dropped = ProductFactory(sku="GONE", live=True, family=kept.family)
    ProductFactory(family=dropped.family, parent=dropped)
    ProductFactory(live=False, merged_into=dropped)
    ProductFactory(values={"mate": "GONE"})
    ProductRelationFactory(target=dropped)
    return kept, dropped


def merge(kept: Product, dropped: Product) -> None:
    user = UserFactory(is_superuser=True)
    merge_products(kept=kept, dropped=dropped, take=[], user=user)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_reference_names_the_dropped_product_before_the_merge_and_not_after(number, pair):
    reference, (kept, dropped) = merge_references()[number], pair
    naming = set(reference.products_naming(dropped))
    assert naming
    assert not naming & {kept.pk, dropped.pk}
    merge(kept, dropped)
    assert set(reference.products_naming(dropped)) == set()
    assert naming <= set(reference.products_naming(kept))


def test_every_foreign_key_that_leads_to_a_product_from_another_follows(pair):
    kept, dropped = pair
    fields = [
        (model, field.name)
        for model, field in naming_fields()
        if (model, field.name) in OTHERS and field.name not in STAYING
    ]
    assert all(model.objects.filter(**{name: dropped}).exists() for model, name in fields)
    merge(kept, dropped)
    left = [(model, name) for model, name in fields if model.objects.filter(**{name: dropped})]
    assert left == []


def test_what_another_subject_registers_is_replaced_with_the_keys_of_all(pair, monkeypatch):
    kept, dropped = pair
    other, calls = ProductFactory(), []
    monkeypatch.setattr(registry, "_references", [*merge_references()])
    register_merge_reference(
        MergeReference(
            products_naming=lambda product: [other.pk],
            replace=lambda **arguments: calls.append(arguments),
        )
    )
    naming = {key for one in merge_references() for key in one.products_naming(dropped)}
    merge(kept, dropped)
    assert calls == [{"dropped": dropped, "kept": kept, "keys": naming}]
    assert other.pk in naming
