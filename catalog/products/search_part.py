"""What the search document of a product has of itself: brand, family, categories, numbers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from catalog.products.models.package import Package
from catalog.products.models.product import Product
from catalog.products.models.relation import Interchange
from catalog.products.search_documents import Row, SearchContent, SearchPart
from catalog.schema.models.category import Category


def read_products(rows: Sequence[Row]) -> dict[int, SearchContent]:
    """What is said of each product by its own row and the records that it names."""
    return dict(_contents(rows))


def _contents(rows: Sequence[Row]) -> Iterator[tuple[int, SearchContent]]:
    tree = _CategoryTree()
    keys = [row["id"] for row in rows]
    further, numbers = _further_categories(keys), _other_numbers(keys)
    packages = _numbers_of_packages(keys)
    for row in rows:
        own = further.get(row["id"], set())
        if row["category_id"]:
            own = own | {row["category_id"]}
        categories = tree.with_ancestors(own)
        yield (
            row["id"],
            SearchContent(
                keywords=[
                    row["brand__name"],
                    *_names(row["family__label"], row["family__labels"]),
                    *tree.names(categories),
                ],
                numbers=packages.get(row["id"], ()),
                other_numbers=numbers.get(row["id"], ()),
                facets={
                    "brand": [str(row["brand_id"])],
                    "category": [str(category) for category in categories],
                    "status": [row["status"]],
                    "family": [row["family__code"]],
                },
            ),
        )


class _CategoryTree:
    """Every category with those above it."""

    def __init__(self) -> None:
        self._nodes: dict[int, tuple[list[int], list[str]]] = {}
        by_path: dict[str, list[int]] = {}
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


def _further_categories(keys: Sequence[int]) -> Mapping[int, set[int]]:
    found = defaultdict(set)
    links = Product.additional_categories.through.objects.filter(product_id__in=keys)
    for product_id, category_id in links.values_list("product_id", "category_id"):
        found[product_id].add(category_id)
    return found


def _other_numbers(keys: Sequence[int]) -> Mapping[int, list[str]]:
    found = defaultdict(list)
    interchanges = Interchange.objects.filter(product_id__in=keys).order_by("pk")
    for product_id, number in interchanges.values_list("product_id", "normalized_number"):
        if number:
            found[product_id].append(number)
    return found


def _numbers_of_packages(keys: Sequence[int]) -> Mapping[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    numbered = Package.objects.filter(product_id__in=keys).exclude(gtin="").order_by("pk")
    for product_id, gtin in numbered.values_list("product_id", "gtin"):
        found[product_id] += [gtin, gtin.lstrip("0")]
    return found


def _names(name: str, labels: Mapping[str, Any]) -> list[str]:
    """A name in every language that has one."""
    return [name, *(label for label in labels.values() if isinstance(label, str))]


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


PRODUCT_SEARCH = SearchPart(
    read=read_products,
    named_by={
        "catalog.brand": _of_brands,
        "catalog.category": _of_categories,
        "catalog.family": _of_families,
    },
)
