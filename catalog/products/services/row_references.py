"""Lets relations, and products that were merged before, name a product that another became."""

from collections.abc import Collection, Iterable

from catalog.products.merge_references import MergeReference
from catalog.products.models.product import Product
from catalog.products.models.relation import ProductRelation


def replace_relation_targets(*, dropped: Product, kept: Product, keys: Collection[int]) -> None:
    """Let relations to `dropped` lead to `kept`, where none of their kind does."""
    there = set(ProductRelation.objects.filter(target=kept).values_list("product_id", "kind"))
    for relation in ProductRelation.objects.filter(target=dropped).exclude(product=kept):
        if (relation.product_id, relation.kind) not in there:
            relation.target = kept
            relation.save(update_fields=["target"])


def replace_successors(*, dropped: Product, kept: Product, keys: Collection[int]) -> None:
    """Let what was merged into `dropped` be merged into `kept`."""
    Product.objects.filter(merged_into=dropped).update(merged_into=kept)


def _products_related_to(product: Product) -> Iterable[int]:
    return ProductRelation.objects.filter(target=product).values_list("product_id", flat=True)


def _products_merged_into(product: Product) -> Iterable[int]:
    return Product.objects.filter(merged_into=product).values_list("pk", flat=True)


RELATIONS = MergeReference(products_naming=_products_related_to, replace=replace_relation_targets)
MERGED_BEFORE = MergeReference(products_naming=_products_merged_into, replace=replace_successors)
