"""Values that were offered to the open draft of a product, in words for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.products.models.product import Product
from catalog.revisions.models.offered_value import OfferedValue
from catalog.revisions.queries.differences.comparing import differences_of_pairs
from catalog.revisions.queries.field_places import FieldPlaces
from catalog.revisions.queries.history.paths import written
from catalog.revisions.queries.history.sources import Source, source_of


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A value that came while the draft had another: both as texts, and where it is edited."""

    key: int
    label: str
    address: str
    offered: str
    kept: str
    source: Source
    at: datetime


def pending_changes_to(product: Product) -> list[PendingChange]:
    """What waits for a decision about the draft of `product`, in the order in which it came."""
    return pending_changes_of(OfferedValue.objects.filter(product=product).waiting()).get(
        product.pk, []
    )


def pending_changes_of(values: Sequence[OfferedValue]) -> dict[int, list[PendingChange]]:
    """The pending changes of many products by their keys; the queries do not grow with them."""
    found: dict[int, list[OfferedValue]] = {}
    for value in values:
        found.setdefault(value.product_id, []).append(value)
    contents = dict(
        Product.objects.filter(pk__in=found).values_list("pk", "latest_revision__content")
    )
    pairs = [(_with_pending_changes(contents[key], found[key]), contents[key]) for key in found]
    texts = differences_of_pairs(pairs) if pairs else []
    places = FieldPlaces.of_products(found)
    return {
        key: [
            PendingChange(
                key=value.pk,
                label=text.label,
                address=places[key].at_path(value.path),
                offered=text.before,
                kept=text.after,
                source=source_of(value.reason),
                at=value.offered_at,
            )
            for text in differences
            for value in found[key]
            if value.path == text.path
        ]
        for key, differences in zip(found, texts, strict=True)
    }


def _with_pending_changes(
    content: Mapping[str, Any], values: Sequence[OfferedValue]
) -> dict[str, Any]:
    for value in values:
        content = written(content, value.path, value.value)
    return dict(content)
