"""What the search engine indexes of the catalog, and how its indexes follow the change log."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from django.db.models import Q, QuerySet

from audit.followers import Change, register_follower
from audit.services import followed_from_now
from catalog.fitment.queries.vehicle_recognition import interpret_text
from catalog.pricing.models import Price
from catalog.products.models.product import Product
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.category import Category
from catalog.storefront.search.documents import product_documents
from search.registry import IndexDefinition, register_index
from search.services.indexing import BATCH, configured_backends, in_batches, index_objects
from search.services.rebuilding import rebuild_if_needed
from search.services.vocabulary import renew_vocabulary

INDEX = "products"
# The tables of a product whose rows are in its document; "" is the product itself.
_INDEXED_PARTS = frozenset({"", "categories", "fitments", "interchanges", "prices"})
_NAMES_IN_TEXTS = frozenset({"catalog.brand", "catalog.vehiclemake", "catalog.vehiclemodel"})


def product_identifiers() -> Iterator[int]:
    """The keys of all published products in rising order, streamed."""
    live = Product.objects.live().order_by("pk").values_list("pk", flat=True)
    return live.iterator(chunk_size=10_000)


def _follower(backend: str) -> str:
    return f"search_{backend}"


PRODUCTS = IndexDefinition(
    name=INDEX,
    documents=product_documents,
    identifiers=product_identifiers,
    interpret=interpret_text,
    token_fields=frozenset({"vehicle"}),
    catching_up=lambda backend: followed_from_now(_follower(backend)),
)


def _variants_of(ids: Sequence[int]) -> QuerySet:
    """Variants show the values of their parent where they have none of their own."""
    return Product.objects.filter(parent_id__in=ids)


def _of_brands(ids: Sequence[int]) -> QuerySet:
    return Product.objects.filter(brand_id__in=ids)


def _of_families(ids: Sequence[int]) -> QuerySet:
    return Product.objects.filter(family_id__in=ids)


def _of_categories(ids: Sequence[int]) -> QuerySet:
    """Products of the categories and of all below them, whose documents name them."""
    below = Q(pk__in=[])
    for path in Category.objects.filter(pk__in=ids).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    categories = Category.objects.filter(below).values("pk")
    links = Product.additional_categories.through.objects.filter(category_id__in=categories)
    return Product.objects.filter(
        Q(category_id__in=categories) | Q(pk__in=links.values("product_id"))
    )


def _of_attributes(ids: Sequence[int]) -> QuerySet:
    codes = list(Attribute.objects.filter(pk__in=ids).values_list("code", flat=True))
    holding = Product.objects.filter(values__has_any_keys=codes)
    return Product.objects.filter(Q(pk__in=holding) | Q(parent__in=holding))


def _of_price_lists(ids: Sequence[int]) -> QuerySet:
    priced = Price.objects.filter(price_list_id__in=ids)
    return Product.objects.filter(pk__in=priced.values("product_id"))


# The records whose names or settings stand in the documents of products.
_CONCERNED: dict[str, Callable[[Sequence[int]], QuerySet]] = {
    "catalog.attribute": _of_attributes,
    "catalog.brand": _of_brands,
    "catalog.category": _of_categories,
    "catalog.family": _of_families,
    "catalog.pricelist": _of_price_lists,
}
ENTITIES = ["catalog.product", *_CONCERNED, *sorted(_NAMES_IN_TEXTS - _CONCERNED.keys())]


def register_search() -> None:
    """Make the index known, and let each backend follow the change log by itself."""
    register_index(PRODUCTS)
    for backend in configured_backends():
        register_follower(
            _follower(backend), partial(index_changes, backend=backend), entities=ENTITIES
        )


def index_changes(changes: Sequence[Change], *, backend: str) -> None:
    """Bring one backend's index up to date with changes: first the products themselves.

    Then, in batches, those whose brand, category, attribute, family or price list changed. May
    be repeated; raises while the backend is away.
    """
    if rebuild_if_needed(index=INDEX, backend=backend):
        return
    changed: dict[str, set[int]] = {}
    for change in changes:
        if change.entity != "catalog.product" or change.part in _INDEXED_PARTS:
            changed.setdefault(change.entity, set()).add(change.entity_id)
    if backend == "postgresql" and _NAMES_IN_TEXTS & changed.keys():
        renew_vocabulary(index=INDEX)
    products = changed.pop("catalog.product", set())
    index_objects(index=INDEX, object_ids=[*products], backend=backend)
    if products:
        _index_concerned(_variants_of(list(products)), backend)
    for entity, concerned in _CONCERNED.items():
        if entity in changed:
            _index_concerned(concerned(list(changed[entity])), backend)


def _index_concerned(products: QuerySet, backend: str) -> None:
    identifiers = products.live().order_by("pk").values_list("pk", flat=True)
    for batch in in_batches(identifiers.iterator(chunk_size=BATCH)):
        index_objects(index=INDEX, object_ids=batch, backend=backend)
