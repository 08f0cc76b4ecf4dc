"""Reads of completeness."""

from collections import defaultdict
from collections.abc import Collection

from catalog.quality.models.completeness import Completeness


def completeness_of(product_ids: Collection[int]) -> dict[int, list[Completeness]]:
    """The completeness of these products by key, by channel and language: one query."""
    found = defaultdict(list)
    rows = Completeness.objects.filter(product__in=product_ids).select_related("channel")
    for row in rows.order_by("channel__name", "channel_id", "locale"):
        found[row.product_id].append(row)
    return dict(found)
