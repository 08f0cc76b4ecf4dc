"""The search documents of products, a batch in a fixed number of queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from catalog.products.models.product import Product
from catalog.products.queries.effective_values import inherited_values, merged_values
from catalog.products.search_documents import ROW_COLUMNS, Row, SearchContent, search_parts
from catalog.schema.queries.labels import catalog_labels
from console.spelling import number_key
from search.registry import Document


def product_documents(product_ids: Sequence[int]) -> Iterator[Document]:
    """The documents of those products that are published."""
    rows = list(
        Product.objects.live().filter(pk__in=product_ids).order_by("pk").values(*ROW_COLUMNS)
    )
    if not rows:
        return
    inherited = inherited_values(row["parent_id"] for row in rows)
    attributes = catalog_labels().attributes if inherited else {}
    for row in rows:
        of_parent = inherited.get(row["parent_id"], {})
        row["values"] = merged_values(row["values"], of_parent, attributes)
    contents = [part.read(rows) for part in search_parts()]
    for row in rows:
        pk = row["id"]
        yield _document(row, [content[pk] for content in contents if pk in content])


def _document(row: Row, contents: Sequence[SearchContent]) -> Document:
    return Document(
        object_id=row["id"],
        title=row["name"],
        label=f"{row['brand__name']} {row['part_number']}",
        keywords=" ".join(word for content in contents for word in content.keywords),
        attributes=" ".join(text for content in contents for text in content.attributes),
        description=row["description"],
        number=row["part_number"],
        numbers=_numbers(row),
        other_numbers=tuple(number for content in contents for number in content.other_numbers),
        facets=_together(content.facets for content in contents),
        tokens=_together(content.tokens for content in contents),
        measures=_together(content.measures for content in contents),
        newest=int((row["first_published_at"] or row["created_at"]).timestamp()),
        price=next((one.price for one in contents if one.price is not None), None),
        price_until=next((one.price_until for one in contents if one.price_until), None),
    )


def _together(mappings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {name: values for mapping in mappings for name, values in mapping.items()}


def _numbers(row: Row) -> tuple[str, ...]:
    """Part number first, then SKU and GTIN; a GTIN also without the zeros it is padded with."""
    numbers = (
        row["normalized_part_number"],
        number_key(row["sku"]),
        row["gtin"],
        row["gtin"].lstrip("0"),
    )
    return tuple(dict.fromkeys(number for number in numbers if number))
