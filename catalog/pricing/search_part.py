"""What the search document of a product has of its prices."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from catalog.pricing.models import Price
from catalog.products.models import Product
from catalog.products.search_documents import Row, SearchContent, SearchPart


def read_public_prices(rows: Sequence[Row]) -> dict[int, SearchContent]:
    """The public list's price of the smallest quantity, for the order by price."""
    day = timezone.localdate()
    prices = (
        Price.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            price_list__is_public=True,
            product_id__in=[row["id"] for row in rows],
        )
        .order_by("product_id", "minimum_quantity")
        .distinct("product_id")
    )
    return {
        key: SearchContent(price=amount)
        for key, amount in prices.values_list("product_id", "amount")
    }


def _of_price_lists(ids: Sequence[int]) -> QuerySet:
    priced = Price.objects.filter(price_list_id__in=ids)
    return Product.objects.filter(pk__in=priced.values("product_id"))


PRICE_SEARCH = SearchPart(
    read=read_public_prices,
    changed_parts=frozenset({"prices"}),
    named_by={"catalog.pricelist": _of_price_lists},
)
