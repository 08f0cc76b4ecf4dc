"""The variants of a product, as its page shows them to switch between."""

from dataclasses import dataclass

from accounts.models import Customer
from catalog.products.models import Product
from catalog.products.queries.page_addresses import product_url
from catalog.schema.queries.labels import AttributeLabel, CatalogLabels
from catalog.schema.queries.value_text import value_text
from catalog.terms.queries import visible_products

SHOWN_VARIANTS = 200


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One variant: its number and address, and its values of the axes in their order."""

    part_number: str
    name: str
    url: str
    texts: tuple[str, ...]
    is_current: bool


@dataclass(frozen=True, slots=True)
class VariantTable:
    """The variants of one parent, the labels of what they differ in, and where the parent is.

    `parent_url` is empty on the page of the parent, and where the parent is not to be seen.
    """

    axes: tuple[str, ...]
    rows: list[VariantRow]
    parent_url: str = ""


def variant_table(
    product: Product, customer: Customer | None, words: CatalogLabels
) -> VariantTable | None:
    """The variants that `customer` may see beside `product`, or below it; None without any."""
    parent_id = product.parent_id or product.pk
    if not parent_id:
        return None
    fields = ("id", "brand_id", "part_number", "name", "values")
    variants = visible_products(customer).filter(parent_id=parent_id)
    found = list(variants.order_by("part_number").values_list(*fields)[:SHOWN_VARIANTS])
    if not found:
        return None
    family = words.families.get(product.family_id)
    axes = [words.attributes[code] for code in family.axes] if family else []
    rows = [_row(fields, axes, words, product.pk) for fields in found]
    parents = visible_products(customer).filter(pk=product.parent_id or 0).order_by()
    parent = parents.values_list(*fields).first()
    return VariantTable(
        axes=tuple(axis.label for axis in axes),
        rows=sorted(rows, key=lambda row: _order(row.texts)),
        parent_url=_row(parent, axes, words, product.pk).url if parent else "",
    )


def _row(
    fields: tuple, axes: list[AttributeLabel], words: CatalogLabels, current: int
) -> VariantRow:
    key, brand_id, part_number, name, values = fields
    brand = words.brands.get(brand_id)
    return VariantRow(
        part_number=part_number,
        name=name,
        url=product_url(key, brand.name if brand else "", part_number),
        texts=tuple(value_text(axis, values.get(axis.code)) for axis in axes),
        is_current=key == current,
    )


def _order(texts: tuple[str, ...]) -> list[tuple]:
    """Numbers by size and before words: 9 mm, 10 mm, long."""
    order = []
    for text in texts:
        number = text.split(" ")[0]
        is_number = number.replace(".", "", 1).isdecimal()
        order.append((0, float(number), text) if is_number else (1, 0.0, text))
    return order
