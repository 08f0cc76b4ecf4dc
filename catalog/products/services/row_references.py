"""Lets rows of parts, and products that were merged before, name a product that another became."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from catalog.products.merge_references import MergeReference
from catalog.products.models.product import Product
from catalog.products.parts import ProductPart, product_parts


def naming_columns() -> Iterator[tuple[ProductPart, str]]:
    """The parts whose rows name another product, with the field that does."""
    for part in product_parts().values():
        for name in part.product_columns:
            yield part, name


def replace_rows(*, dropped: Product, kept: Product, keys: Collection[int]) -> None:
    """Let rows that name `dropped` name `kept`, where their product has no such row."""
    for part, name in naming_columns():
        rows: Any = part.model._default_manager
        there = {(row.product_id, part.key_of(row)) for row in rows.filter(**{name: kept})}
        for row in rows.filter(**{name: dropped}).exclude(product=kept):
            setattr(row, name, kept)
            if (row.product_id, part.key_of(row)) not in there:
                row.save(update_fields=[name])


def replace_successors(*, dropped: Product, kept: Product, keys: Collection[int]) -> None:
    """Let what was merged into `dropped` be merged into `kept`."""
    Product.objects.filter(merged_into=dropped).update(merged_into=kept)


def _products_with_rows_naming(product: Product) -> Iterable[int]:
    for part, name in naming_columns():
        rows = part.model._default_manager.filter(**{name: product}).order_by()
        yield from rows.values_list("product_id", flat=True)


def _products_merged_into(product: Product) -> Iterable[int]:
    return Product.objects.filter(merged_into=product).values_list("pk", flat=True)


ROWS = MergeReference(products_naming=_products_with_rows_naming, replace=replace_rows)
MERGED_BEFORE = MergeReference(products_naming=_products_merged_into, replace=replace_successors)
