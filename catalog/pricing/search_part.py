"""What the search document of a product has of its prices."""

from collections.abc import Sequence

from django.db.models import QuerySet

from catalog.pricing.models import Price
from catalog.pricing.queries import indexed_prices
from catalog.products.models import Product
from catalog.products.search_documents import Row, SearchContent, SearchPart


def read_public_prices(rows: Sequence[Row]) -> dict[int, SearchContent]:
    """What visitors pay today, for the order by price, and until when that is sure."""
    prices = indexed_prices([row["id"] for row in rows])
    return {
        key: SearchContent(price=price.amount, price_until=price.last_day)
        for key, price in prices.items()
    }


def _of_price_lists(ids: Sequence[int]) -> QuerySet:
    priced = Price.objects.filter(price_list_id__in=ids)
    return Product.objects.filter(pk__in=priced.values("product_id"))


PRICE_SEARCH = SearchPart(
    read=read_public_prices,
    named_by={"catalog.pricelist": _of_price_lists},
)
