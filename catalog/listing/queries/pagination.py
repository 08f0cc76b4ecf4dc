"""Pagination of products, quick for every filter and any number of products.

There are two ways to a page. Where few products match, all their keys are found first, by whatever
index serves the filter, and ordered then. Where many match, the index of the order is walked until
the page is full. PostgreSQL cannot choose between the two by itself, as it does not know how many
products hold a value in a JSON document; so the keys are found up to a limit, which is the exact
count at the same time, and what lies beyond decides.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, transaction
from django.db.models import F, Func, OuterRef, QuerySet
from django.utils.functional import cached_property

from catalog.listing.queries.ordering import (
    BRAND,
    DEFAULT_ORDER,
    FIELD_ORDERS,
    is_known_order,
    value_orders,
)
from catalog.listing.queries.value_pagination import ValuePagination
from catalog.products.models.product import Product
from catalog.products.querysets import ProductQuerySet
from catalog.schema.models.brand import Brand
from console.postgresql.row_estimates import estimated_rows

# Up to so many products are counted, found first and ordered then.
FEW = 10_000
# A catalog of this size is worth a sample. A twentieth of it is many, whatever it is counted as.
SAMPLED_FROM = 200_000
SAMPLE = 400
MANY = 0.05
# How deep anybody may page; who looks for something narrows the list or turns its order round.
DEEPEST = 5_000

# The planner takes a filter for more selective than it is, and would find and sort all.
_WALK = ("enable_bitmapscan", "enable_sort")


class ProductPagination:
    """The products of a query in one of the known orders, to be taken page by page."""

    def __init__(self, products: ProductQuerySet, order: str = DEFAULT_ORDER) -> None:
        self._products = products.order_by()
        self._order = order if is_known_order(order) else DEFAULT_ORDER

    @cached_property
    def is_estimate(self) -> bool:
        """Whether there are more than are counted."""
        return self._is_everything or self._share >= MANY or len(self._found) > FEW

    @cached_property
    def count(self) -> int:
        """How many products there are: exact, or PostgreSQL's estimate where there are many."""
        if not self.is_estimate:
            return len(self._found)
        return max(FEW, round(self._share * self._everything))

    @property
    def reachable(self) -> int:
        """How many of them can be paged through."""
        return min(self.count, DEEPEST)

    def keys(self, start: int, end: int) -> list[int]:
        """The keys of the products from place `start` to before `end`."""
        if self._values:
            return self._keys_by_value(end)[start:]
        if not self.is_estimate:
            few = Product.objects.filter(pk__in=self._found)
            return list(_ordered(few, self._order).values_list("pk", flat=True)[start:end])
        if self._order.removeprefix("-") == BRAND:
            return self._keys_by_brand(start, end)
        with _walking_the_index():
            ordered = _ordered(self._products, self._order)
            return list(ordered.values_list("pk", flat=True)[start:end])

    @cached_property
    def _values(self) -> ValuePagination | None:
        """The way to a page in the order of an attribute's value."""
        name = self._order.removeprefix("-")
        if name in FIELD_ORDERS:
            return None
        return ValuePagination(value_orders()[name], falling=self._order.startswith("-"))

    @cached_property
    def _everything(self) -> int:
        return estimated_rows(Product.objects.order_by().values("pk"))

    @cached_property
    def _is_everything(self) -> bool:
        return not self._products.query.where and self._everything > FEW

    @cached_property
    def _share(self) -> float:
        """The share of the products that match, as a sample has it; 0 where none is taken."""
        if self._is_everything:
            return 1
        if self._everything < SAMPLED_FROM:
            return 0
        sample = _sample(min(1, SAMPLE / self._everything))
        # Not by the index of a common word, which would be read as a whole.
        with _walking_the_index():
            return self._products.filter(pk__in=sample).count() / max(1, len(sample))

    @cached_property
    def _found(self) -> list[int]:
        return list(self._products.values_list("pk", flat=True)[: FEW + 1])

    def _keys_by_value(self, end: int) -> list[int]:
        if not self.is_estimate:
            return self._values.sorted(self._found)[:end]
        with _walking_the_index():
            return self._values.first(self._products, end)

    def _keys_by_brand(self, start: int, end: int) -> list[int]:
        """Brand after brand until the page is full, in one statement."""
        falling = self._order.startswith("-")
        of_brand = self._products.filter(brand=OuterRef("pk"))
        in_order = of_brand.order_by("-part_number" if falling else "part_number")
        brands = Brand.objects.order_by("-name" if falling else "name")
        # The rows of a brand are made when the page asks for them, and no sooner.
        keys = Func(ArraySubquery(in_order.values("pk")[:end]), function="unnest")
        with _walking_the_index():
            return list(brands.annotate(key=keys).values_list("key", flat=True)[start:end])


def _sample(share: float) -> list[int]:
    """The keys of some products, from blocks of the table that are taken by chance."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM catalog_product TABLESAMPLE SYSTEM (%s) LIMIT %s",
            [share * 100, SAMPLE * 3],
        )
        return [key for (key,) in cursor.fetchall()]


def _ordered(products: QuerySet, order: str) -> QuerySet:
    falling = order.startswith("-")
    fields = [F(name) for name in FIELD_ORDERS[order.removeprefix("-")]]
    return products.order_by(*(field.desc() if falling else field.asc() for field in fields))


@contextmanager
def _walking_the_index() -> Iterator[None]:
    """Keep the planner from finding and sorting everything, while the block runs."""
    with transaction.atomic(), connection.cursor() as cursor:
        for setting in _WALK:
            cursor.execute(f"SET LOCAL {setting} = off")
        yield
        for setting in _WALK:
            cursor.execute(f"SET LOCAL {setting} = on")
