"""Resolution of prices as one SQL relation: for a product, a page, a search or a feed.

Order of resolution: the customer's own price, the customer's price list, the public price list.
Within one of these, the price with the highest minimum quantity that the quantity reaches wins; the
database refuses overlapping validity, so there is never more than one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Customer

# Of a statement, by name.
Parameters = dict[str, bool | int | date | None]

# The right of who may know what products cost, and change it.
SEES_PRICES = "catalog.change_price"


class PriceSource(StrEnum):
    """Where a resolved price comes from, in order of precedence."""

    CUSTOMER = "customer"
    CUSTOMER_LIST = "customer_list"
    PUBLIC_LIST = "public_list"


@dataclass(frozen=True, slots=True)
class ResolvedPrice:
    """The price that holds for one product, with its explanation.

    `amount` is per piece in `currency` (ISO 4217) from `minimum_quantity` pieces on.
    """

    product_id: int
    amount: Decimal
    currency: str
    minimum_quantity: int
    source: PriceSource
    list_name: str

    @property
    def explanation(self) -> str:
        """One sentence on why this price holds."""
        if self.source == PriceSource.CUSTOMER:
            return _("Agreed with you")
        if self.source == PriceSource.CUSTOMER_LIST:
            return _("From your price list %(name)s") % {"name": self.list_name}
        return _("List price")


# The candidates of the products named by {products}, best first within a product. Parameters:
# customer (or NULL), whether public prices may be shown, day, quantity.
_CANDIDATES = """
    SELECT p.product_id, p.amount, coalesce(l.currency, c.currency) AS currency,
           p.minimum_quantity, coalesce(l.name, '') AS list_name,
           CASE WHEN p.customer_id IS NOT NULL THEN 'customer'
                WHEN l.id = t.price_list_id THEN 'customer_list'
                ELSE 'public_list' END AS source,
           CASE WHEN p.customer_id IS NOT NULL THEN 0
                WHEN l.id = t.price_list_id THEN 1
                ELSE 2 END AS precedence
    FROM catalog_price p
    LEFT JOIN catalog_pricelist l ON l.id = p.price_list_id
    LEFT JOIN accounts_customer c ON c.id = p.customer_id
    LEFT JOIN catalog_customerterms t ON t.customer_id = %(customer)s
    WHERE {products}
      AND (p.customer_id = %(customer)s
           OR l.id = t.price_list_id
           OR (l.is_public AND %(public)s))
      AND daterange(p.valid_from, p.valid_until, '[]') @> %(day)s::date
"""

_BEST = (
    "SELECT DISTINCT ON (product_id) product_id, amount, currency, minimum_quantity, source,"  # noqa: S608 - constants only
    " list_name FROM (" + _CANDIDATES + ") AS candidates WHERE minimum_quantity <= %(quantity)s"
    " ORDER BY product_id, precedence, minimum_quantity DESC"
)

# Set-wise form for feeds: one row a product of all products. Parameters as above, by name.
PRICE_SQL = _BEST.format(products="true")

# The same of the products of a search, which the search engine names.
_AMOUNTS_OF_SEARCH = (
    "SELECT product_id, amount FROM ("  # noqa: S608 - constants only
    + _BEST.format(products="p.product_id IN ({records})")
    + ") AS best"
)

_HAS_TERMS = """
SELECT EXISTS (SELECT FROM catalog_price WHERE customer_id = %(customer)s)
    OR EXISTS (SELECT FROM catalog_customerterms
        WHERE customer_id = %(customer)s AND price_list_id IS NOT NULL)
"""

_BEST_OF_PAGE = _BEST.format(products="p.product_id = ANY(%(products)s)")

# Every quantity break that can apply: of the best source at each minimum quantity.
_BREAKS = (
    "SELECT DISTINCT ON (minimum_quantity) product_id, amount, currency, minimum_quantity, source,"  # noqa: S608 - constants only
    " list_name FROM ("
    + _CANDIDATES.format(products="p.product_id = ANY(%(products)s)")
    + ") AS candidates ORDER BY minimum_quantity, precedence"
)


def resolve_prices(
    product_ids: Sequence[int],
    customer: Customer | None = None,
    quantity: int = 1,
    on: date | None = None,
) -> dict[int, ResolvedPrice]:
    """The price of each product for `customer` at `quantity` pieces on a day (today).

    Products without a price are left out. Without a customer only the public list counts, and
    only where the site shows public prices. One query, whatever the number of products.
    """
    if not product_ids or (customer is None and not settings.PUBLIC_PRICES):
        return {}
    rows = _fetch(_BEST_OF_PAGE, product_ids, customer, quantity, on)
    return {row.product_id: row for row in rows}


def price_breaks(
    product_id: int, customer: Customer | None = None, on: date | None = None
) -> list[ResolvedPrice]:
    """The prices of one product from each quantity on, smallest quantity first.

    A break that a better source undercuts in precedence is left out: from a quantity on at which
    the customer has an own price, list prices of the same quantity do not show.
    """
    if customer is None and not settings.PUBLIC_PRICES:
        return []
    breaks: list[ResolvedPrice] = []
    for row in _fetch(_BREAKS, [product_id], customer, 1, on):
        if not breaks or _precedence(row) <= _precedence(breaks[-1]):
            breaks.append(row)
    return breaks


def amounts_for_search(customer: Customer | None) -> str:
    """What a search orders by for a customer, as its `amounts`: the prices that are shown.

    Empty where the public prices hold, which stand in the index.
    """
    if customer is None:
        return ""
    parameters = price_parameters(customer)
    with connection.cursor() as cursor:
        cursor.execute(_HAS_TERMS, parameters)
        [has_terms] = cursor.fetchone()
    return mogrify(_AMOUNTS_OF_SEARCH, parameters, connection) if has_terms else ""


def price_parameters(
    customer: Customer | None, quantity: int = 1, on: date | None = None
) -> Parameters:
    """The named parameters of PRICE_SQL."""
    return {
        "customer": customer.pk if customer else None,
        "public": True,
        "day": on or timezone.localdate(),
        "quantity": quantity,
    }


def _precedence(price: ResolvedPrice) -> int:
    return list(PriceSource).index(price.source)


def _fetch(
    sql: str,
    product_ids: Sequence[int],
    customer: Customer | None,
    quantity: int,
    on: date | None,
) -> list[ResolvedPrice]:
    parameters = {**price_parameters(customer, quantity, on), "products": list(product_ids)}
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [
            ResolvedPrice(
                product_id=product_id,
                amount=amount,
                currency=currency,
                minimum_quantity=minimum_quantity,
                source=PriceSource(source),
                list_name=list_name,
            )
            for product_id, amount, currency, minimum_quantity, source, list_name in cursor
        ]
