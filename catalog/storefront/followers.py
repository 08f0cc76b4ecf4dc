"""What the search engine indexes of the catalog, and how its indexes follow the change log."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import QuerySet

from audit.followers import Change, register_follower
from audit.services import followed_from_now
from catalog.fitment.queries.vehicle_recognition import interpret_text
from catalog.pricing.queries import public_amounts_for_search
from catalog.products.gtin import other_spellings
from catalog.products.models.product import Product
from catalog.products.parts import indexed_parts
from catalog.products.search_documents import search_parts
from catalog.storefront.search.documents import product_documents
from search.registry import IndexDefinition, register_index
from search.services.indexing import BATCH, configured_backends, in_batches, index_objects
from search.services.rebuilding import rebuild_if_needed
from search.services.vocabulary import renew_vocabulary

INDEX = "products"
# The records whose names `interpret_text` recognises.
_NAMES_IN_TEXTS = frozenset({"catalog.brand", "catalog.vehiclemake", "catalog.vehiclemodel"})


def product_identifiers() -> Iterator[int]:
    """The keys of all published products in rising order, streamed."""
    live = Product.objects.live().order_by("pk").values_list("pk", flat=True)
    return live.iterator(chunk_size=10_000)


def _follower(backend: str) -> str:
    return f"search_{backend}"


def _definition() -> IndexDefinition:
    return IndexDefinition(
        name=INDEX,
        documents=product_documents,
        identifiers=product_identifiers,
        interpret=interpret_text,
        other_spellings=other_spellings,
        token_fields=frozenset().union(*(part.token_fields for part in search_parts())),
        amounts=public_amounts_for_search,
        catching_up=lambda backend: followed_from_now(_follower(backend)),
    )


def _variants_of(ids: Sequence[int]) -> QuerySet:
    """Variants show the values of their parent where they have none of their own."""
    return Product.objects.filter(parent_id__in=ids)


def followed_entities() -> frozenset[str]:
    """The entities of the change log whose changes reach the documents, or are names in texts."""
    named_by = {entity for part in search_parts() for entity in part.named_by}
    return frozenset({"catalog.product", *named_by, *_NAMES_IN_TEXTS})


def register_search() -> None:
    """Make the index known, and let each backend follow the change log by itself.

    To be called when all parts of its documents are registered.
    """
    register_index(_definition())
    entities = followed_entities()
    for backend in configured_backends():
        register_follower(
            _follower(backend), partial(index_changes, backend=backend), entities=entities
        )


def index_changes(changes: Sequence[Change], *, backend: str) -> None:
    """Bring one backend's index up to date with changes: first the products themselves.

    Then, in batches, those whose documents name a record that changed, such as their brand. May be
    repeated; raises while the backend is away.
    """
    if rebuild_if_needed(index=INDEX, backend=backend):
        return
    parts = search_parts()
    indexed = {"", *indexed_parts()}
    changed: dict[str, set[int]] = {}
    for change in changes:
        if change.entity != "catalog.product" or change.part in indexed:
            changed.setdefault(change.entity, set()).add(change.entity_id)
    if backend == "postgresql" and _NAMES_IN_TEXTS & changed.keys():
        renew_vocabulary(index=INDEX)
    products = changed.pop("catalog.product", set())
    index_objects(index=INDEX, object_ids=[*products], backend=backend)
    if products:
        _index_concerned(_variants_of(list(products)), backend)
    for part in parts:
        for entity, products_naming in part.named_by.items():
            if entity in changed:
                _index_concerned(products_naming(list(changed[entity])), backend)


def _index_concerned(products: QuerySet, backend: str) -> None:
    identifiers = products.live().order_by("pk").values_list("pk", flat=True)
    for batch in in_batches(identifiers.iterator(chunk_size=BATCH)):
        index_objects(index=INDEX, object_ids=batch, backend=backend)
