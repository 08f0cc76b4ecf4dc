"""The search documents of products, a batch in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from catalog.fitment.models.fitment import Fitment
from catalog.fitment.search_tokens import fitment_tokens
from catalog.pricing.models import Price
from catalog.products.models.product import Product
from catalog.products.models.relation import Interchange
from catalog.products.queries.effective_values import inherited_values, merged_values
from catalog.schema.models.category import Category
from catalog.storefront.search.values import AttributeReader
from search.registry import Document
from search.text import normalize_number

_PRODUCT_FIELDS = (
    "id",
    "name",
    "part_number",
    "normalized_part_number",
    "sku",
    "gtin",
    "description",
    "status",
    "brand_id",
    "brand__name",
    "category_id",
    "family__code",
    "family__label",
    "family__labels",
    "values",
    "parent_id",
    "created_at",
    "first_published_at",
)


@dataclass(slots=True)
class _Surroundings:
    """What stands in other tables, by product."""

    categories: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    interchanges: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    vehicles: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    prices: dict[int, Decimal] = field(default_factory=dict)


def product_documents(product_ids: Sequence[int]) -> Iterator[Document]:
    """The documents of those products that are published."""
    rows = list(
        Product.objects.live().filter(pk__in=product_ids).order_by("pk").values(*_PRODUCT_FIELDS)
    )
    if not rows:
        return
    tree = _CategoryTree()
    attributes = AttributeReader()
    surroundings = _surroundings([row["id"] for row in rows])
    inherited = inherited_values(row["parent_id"] for row in rows)
    for row in rows:
        row["values"] = merged_values(row["values"], inherited.get(row["parent_id"], {}))
        yield _document(row, surroundings, tree, attributes)


class _CategoryTree:
    """Every category with those above it."""

    def __init__(self) -> None:
        self._nodes = {}
        by_path = {}
        for pk, path, name, labels in Category.objects.order_by("path").values_list(
            "pk", "path", "name", "labels"
        ):
            above = by_path.get(path[: -Category.steplen], [])
            by_path[path] = [*above, pk]
            self._nodes[pk] = (by_path[path], _names(name, labels))

    def with_ancestors(self, category_ids: Iterable[int]) -> list[int]:
        """The categories and all above them, each once."""
        found = {pk for category in category_ids for pk in self._nodes.get(category, ([], []))[0]}
        return sorted(found)

    def names(self, category_ids: Iterable[int]) -> list[str]:
        """Their names in all languages."""
        return [name for pk in category_ids for name in self._nodes[pk][1]]


def _surroundings(product_ids: list[int]) -> _Surroundings:
    found = _Surroundings()
    links = Product.additional_categories.through.objects.filter(product_id__in=product_ids)
    for product_id, category_id in links.values_list("product_id", "category_id"):
        found.categories[product_id].add(category_id)
    interchanges = Interchange.objects.filter(product_id__in=product_ids).order_by("pk")
    for product_id, number in interchanges.values_list("product_id", "normalized_number"):
        found.interchanges[product_id].append(number)
    fitments = Fitment.objects.filter(product_id__in=product_ids).order_by()
    for product_id, *vehicle in fitments.values_list(
        "product_id", "make_id", "model_id", "year_from", "year_to"
    ).distinct():
        found.vehicles[product_id].update(fitment_tokens(*vehicle))
    found.prices = _public_prices(product_ids, timezone.localdate())
    return found


def _public_prices(product_ids: list[int], day: date) -> dict[int, Decimal]:
    """The public list's price of the smallest quantity, for the order by price."""
    prices = (
        Price.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            price_list__is_public=True,
            product_id__in=product_ids,
        )
        .order_by("product_id", "minimum_quantity")
        .distinct("product_id")
    )
    return dict(prices.values_list("product_id", "amount"))


def _document(
    row: dict, surroundings: _Surroundings, tree: _CategoryTree, attributes: AttributeReader
) -> Document:
    pk = row["id"]
    own_categories = surroundings.categories.get(pk, set())
    if row["category_id"]:
        own_categories = own_categories | {row["category_id"]}
    categories = tree.with_ancestors(own_categories)
    facets, measures, texts = attributes.read(row["values"])
    return Document(
        object_id=pk,
        title=row["name"],
        label=f"{row['brand__name']} {row['part_number']}",
        keywords=" ".join(
            [
                row["brand__name"],
                *_names(row["family__label"], row["family__labels"]),
                *tree.names(categories),
            ]
        ),
        attributes=" ".join(texts),
        description=row["description"],
        number=row["part_number"],
        numbers=_numbers(row),
        other_numbers=tuple(filter(None, surroundings.interchanges.get(pk, ()))),
        facets={
            "brand": [str(row["brand_id"])],
            "category": [str(category) for category in categories],
            "status": [row["status"]],
            "family": [row["family__code"]],
            **facets,
        },
        tokens={"vehicle": sorted(surroundings.vehicles.get(pk, ()))},
        measures=measures,
        newest=int((row["first_published_at"] or row["created_at"]).timestamp()),
        price=surroundings.prices.get(pk),
    )


def _numbers(row: dict) -> tuple[str, ...]:
    """Part number first, then SKU and GTIN; a GTIN also without the zeros it is padded with."""
    numbers = (
        row["normalized_part_number"],
        normalize_number(row["sku"]),
        row["gtin"],
        row["gtin"].lstrip("0"),
    )
    return tuple(dict.fromkeys(number for number in numbers if number))


def _names(name: str, labels: dict) -> list[str]:
    """A name in every language that has one."""
    return [name, *(label for label in labels.values() if isinstance(label, str))]
