"""Keys of products in the order of an attribute's value.

Products without a value come last, in whichever direction. A variant stands where its parent's
value stands when it has none of its own. Choices stand as their options do.
"""

from collections.abc import Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.lookups import Exact, IsNull

from catalog.listing.queries.ordering import ValueOrder
from catalog.products.models.product import Product
from catalog.products.querysets import ProductQuerySet
from catalog.schema.models.attribute import AttributeOption
from catalog.segments.stored_values import PARENT


class ValuePagination:
    """The order by one attribute, rising or falling."""

    def __init__(self, order: ValueOrder, *, falling: bool) -> None:
        self._order = order
        self._falling = falling
        self._has_variants = Product.objects.filter(parent__isnull=False).exists()
        self._key = order.effective_key() if self._has_variants else order.key()

    def sorted(self, keys: Sequence[int]) -> list[int]:
        """These products in order."""
        products = Product.objects.filter(pk__in=keys)
        if self._order.is_choice:
            return self._sorted_by_option(products)
        key = F("sort_key").desc(nulls_last=True) if self._falling else F("sort_key").asc()
        ordered = products.annotate(sort_key=self._key).order_by(key, self._last)
        return list(ordered.values_list("pk", flat=True))

    def first(self, products: ProductQuerySet, end: int) -> list[int]:
        """The first `end` of many products, in order.

        They are taken from each index, of values and of keys, as far as the page could reach.
        """
        found = self._having(products, self._order.key(), end)
        if self._has_variants:
            heirs = products.filter(Q(parent__isnull=False) & self._order.is_inherited())
            inherited = self._having(heirs, self._order.key(PARENT), end)
            found = self.sorted(found + inherited)[:end] if inherited else found
        if len(found) < end:
            without = products.exclude(pk__in=found).order_by(self._last)
            found += without.values_list("pk", flat=True)[: end - len(found)]
        return found

    @property
    def _last(self) -> str:
        return "-pk" if self._falling else "pk"

    def _having(self, products: ProductQuerySet, key: Combinable, end: int) -> list[int]:
        """The first of those that have a value, which `key` reads."""
        if self._order.is_choice:
            return self._by_option(products, key, end)
        having = products.filter(IsNull(key, False))
        directed = OrderBy(key, descending=self._falling)
        return list(having.order_by(directed, self._last).values_list("pk", flat=True)[:end])

    def _by_option(self, products: ProductQuerySet, key: Combinable, end: int) -> list[int]:
        """Option after option, in one statement."""
        of_option = products.filter(Exact(key, OuterRef("code"))).order_by(self._last)
        keys = Func(ArraySubquery(of_option.values("pk")[:end]), function="unnest")
        return list(self._options().annotate(key=keys).values_list("key", flat=True)[:end])

    def _options(self) -> QuerySet:
        options = AttributeOption.objects.filter(attribute__code=self._order.attribute.code)
        names = ("sort_order", "label", "pk")
        return options.order_by(*(f"-{name}" if self._falling else name for name in names))

    def _sorted_by_option(self, products: ProductQuerySet) -> list[int]:
        places = {code: n for n, code in enumerate(self._options().values_list("code", flat=True))}
        held = (
            products.annotate(sort_key=self._key).order_by(self._last).values_list("pk", "sort_key")
        )
        # Of two that are alike, the order of the keys stays.
        return [pk for pk, code in sorted(held, key=lambda row: places.get(row[1], len(places)))]
