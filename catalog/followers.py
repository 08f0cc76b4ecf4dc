"""What the catalog recalculates when something changed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from audit.followers import Change
from catalog.models import Product
from catalog.services.completeness import recalculate_completeness

# Parts of a product that no channel can require.
_IRRELEVANT_PARTS = frozenset({"prices", "fitments", "relations", "interchanges", "packages"})
_CHUNK = 20_000


def follow_completeness(changes: Sequence[Change]) -> None:
    """Recalculate the completeness of every product that the changes may concern.

    A changed family, attribute or channel concerns the products that have it. Large numbers go in
    chunks, so that each transaction stays short. Safe to repeat.
    """
    for chunk in _chunks(_concerned(changes)):
        recalculate_completeness(product_ids=chunk)


def _concerned(changes: Sequence[Change]) -> Iterator[int]:
    changed = {
        entity: {change.entity_id for change in changes if change.entity == entity}
        for entity in ("catalog.family", "catalog.attribute", "catalog.channel")
    }
    yield from {
        change.entity_id
        for change in changes
        if change.entity == "catalog.product" and change.part not in _IRRELEVANT_PARTS
    }
    products = Product.objects.order_by("pk").values_list("pk", flat=True)
    if changed["catalog.channel"]:
        yield from products.iterator(_CHUNK)
        return
    if changed["catalog.family"]:
        yield from products.filter(family__in=changed["catalog.family"]).iterator(_CHUNK)
    if changed["catalog.attribute"]:
        yield from (
            products.filter(family__family_attributes__attribute__in=changed["catalog.attribute"])
            .distinct()
            .iterator(_CHUNK)
        )


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(ids)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
