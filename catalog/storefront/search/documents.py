"""The search documents of products, a batch in a fixed number of queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from catalog.products.models.product import Product
from catalog.products.queries.effective_values import EffectiveValues, StoredDocuments
from catalog.products.search_documents import ROW_COLUMNS, Row, SearchContent, search_parts
from catalog.schema.models.attribute import Attribute
from catalog.schema.queries.site_channel import site_channel_code
from console.spelling import number_key
from search.registry import Document

# What decides which value of an attribute holds.
_DECISIVE = ("code", "is_localizable", "is_per_channel")


def product_documents(product_ids: Sequence[int]) -> Iterator[Document]:
    """The documents of those products that are published."""
    rows = list(
        Product.objects.live().filter(pk__in=product_ids).order_by("pk").values(*ROW_COLUMNS)
    )
    if not rows:
        return
    # Read anew: what a process keeps of the schema may be older than the change that is followed.
    attributes = {one.code: one for one in Attribute.objects.only(*_DECISIVE)}
    parents = (row["parent_id"] for row in rows)
    effective = EffectiveValues(attributes, parents, channel=site_channel_code())
    for row in rows:
        stored = StoredDocuments(row["values"], row["channel_values"])
        row["values"] = effective.of(stored, row["parent_id"])
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
        numbers=_numbers(row, contents),
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


def _numbers(row: Row, contents: Sequence[SearchContent]) -> tuple[str, ...]:
    """Part number first, then SKU and GTIN; a GTIN also without the zeros it is padded with."""
    numbers = (
        row["normalized_part_number"],
        number_key(row["sku"]),
        row["gtin"],
        row["gtin"].lstrip("0"),
        *(number for content in contents for number in content.numbers),
    )
    return tuple(dict.fromkeys(number for number in numbers if number))
