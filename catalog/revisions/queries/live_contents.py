"""What is published of many products, in the form of a revision's content."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from modelcluster.models import get_serializable_data_for_fields

from catalog.products.models.product import Product
from catalog.products.parts import product_parts
from catalog.revisions.queries.content import plain


def live_contents(products: Iterable[Product]) -> dict[int, dict[str, Any]]:
    """The content of each product's row with its parts, by key; one query a table."""
    contents = {product.pk: get_serializable_data_for_fields(product) for product in products}
    for name, part in product_parts().items():
        rows = defaultdict(list)
        for row in part.model.objects.filter(product__in=contents).order_by("pk"):
            rows[row.product_id].append(get_serializable_data_for_fields(row))
        for key, content in contents.items():
            content[name] = part.held(rows[key])
    return {key: plain(content) for key, content in contents.items()}


def nothing_published(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a product of which nothing is published: `content` without any value."""
    return {name: [] if isinstance(value, list) else None for name, value in content.items()}
