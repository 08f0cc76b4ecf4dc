"""Prices as pages, lists and the search ask for them; the rule itself is in `holding`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.utils.translation import gettext as _

from accounts.models import Customer
from catalog.pricing.holding import (
    PRODUCTS_OF_PAGE,
    Candidate,
    PriceQuestion,
    candidates_sql,
    holding,
    holding_candidates_sql,
    holding_sql,
)
from catalog.pricing.money import money
from catalog.pricing.sources import price_source
from console.site_day import site_day

# The right of who may know what products cost, and change it.
SEES_PRICES = "catalog.change_price"

# The products of a search, which the search engine names.
_RECORDS = "product_id IN ({records})"

_PUBLIC_PRICES_UNTIL = """
SELECT product_id, held.amount, changes.last_day
FROM ({changes}) AS changes LEFT JOIN ({held}) AS held USING (product_id)
"""
# The last day on which nothing about the prices of a product changes.
_LAST_DAYS = """
SELECT product_id,
       min(CASE WHEN valid_from > %(day)s THEN valid_from - 1 ELSE valid_until END) AS last_day
FROM ({candidates}) AS known
WHERE valid_until IS NULL OR valid_until >= %(day)s GROUP BY product_id
"""


@dataclass(frozen=True, slots=True)
class ResolvedPrice:
    """The price that holds for one product, with its explanation.

    `amount` is per piece in `currency` (ISO 4217) from `minimum_quantity` pieces on; `source` is
    the code of a registered source.
    """

    product_id: int
    amount: Decimal
    currency: str
    minimum_quantity: int
    source: str
    list_name: str

    @property
    def explanation(self) -> str:
        """One sentence on why this price holds."""
        return price_source(self.source).explain(self.list_name)

    @property
    def text(self) -> str:
        """The price as it is shown: "$15.42", or "from 5: $15.42" where one piece has none."""
        amount = money(self.amount, self.currency)
        if self.minimum_quantity == 1:
            return amount
        return _("from %(quantity)s: %(price)s") % {
            "quantity": self.minimum_quantity,
            "price": amount,
        }


class IndexedPrice(NamedTuple):
    """What the search index keeps: a public price, and the last day on which it surely holds."""

    amount: Decimal | None
    last_day: date | None


def resolve_prices(
    product_ids: Sequence[int],
    customer: Customer | None = None,
    quantity: int = 1,
    on: date | None = None,
) -> dict[int, ResolvedPrice]:
    """The price of each product for `customer` at `quantity` pieces on a day (today).

    Where so few pieces have no price it is that of the first quantity that has one. Products
    without a price are left out. Without a customer only what visitors pay counts, and only where
    the site shows public prices. One query, whatever the number of products.
    """
    if not product_ids or not _may_be_shown(customer):
        return {}
    question = _question(customer, on, quantity)
    rows = _fetch(holding_sql(question, PRODUCTS_OF_PAGE), question, product_ids)
    return {row.product_id: _resolved(row) for row in rows}


def price_breaks(
    product_id: int, customer: Customer | None = None, on: date | None = None
) -> list[ResolvedPrice]:
    """The prices of one product from each quantity on, smallest quantity first.

    A break at which another price holds anyway is left out: from a quantity on at which the
    customer has an own price, list prices of the same and of higher quantities do not show.
    """
    if not _may_be_shown(customer):
        return []
    question = _question(customer, on)
    sql = holding_candidates_sql(question, PRODUCTS_OF_PAGE)
    candidates = _fetch(sql, question, [product_id])
    held: list[Candidate] = []
    for quantity in sorted({candidate.minimum_quantity for candidate in candidates}):
        price = holding(candidates, quantity)
        if price is not None and price not in held[-1:]:
            held.append(price)
    return [_resolved(price) for price in held]


def amounts_for_search(customer: Customer | None) -> str:
    """What a search orders by for a customer, as its `amounts`: the prices that are shown.

    Empty where what visitors pay holds, which stands in the index.
    """
    if customer is None:
        return ""
    question = PriceQuestion.of_today(customer=customer.pk)
    own = [source for source in question.sources if not source.is_for_visitors]
    asked = " OR ".join(f"EXISTS ({source.candidates})" for source in own)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", question.parameters)
        [has_own_prices] = cursor.fetchone()
    return _amounts(question) if has_own_prices else ""


def public_amounts_for_search() -> str:
    """The same for visitors: what the index would hold if it were written now."""
    return _amounts(PriceQuestion.of_today())


def indexed_prices(product_ids: Sequence[int]) -> dict[int, IndexedPrice]:
    """What visitors pay today for each product, and until when; one query."""
    question = PriceQuestion.of_today()
    changes = _LAST_DAYS.format(candidates=candidates_sql(question, PRODUCTS_OF_PAGE))
    sql = _PUBLIC_PRICES_UNTIL.format(changes=changes, held=holding_sql(question, PRODUCTS_OF_PAGE))
    with connection.cursor() as cursor:
        cursor.execute(sql, {**question.parameters, "products": list(product_ids)})
        return {key: IndexedPrice(*found) for key, *found in cursor}


def _may_be_shown(customer: Customer | None) -> bool:
    return customer is not None or settings.PUBLIC_PRICES


def _question(customer: Customer | None, on: date | None, quantity: int = 1) -> PriceQuestion:
    key = customer.pk if customer else None
    return PriceQuestion(customer=key, quantity=quantity, day=on or site_day())


def _amounts(question: PriceQuestion) -> str:
    sql = f"SELECT product_id, amount FROM ({holding_sql(question, _RECORDS)}) AS held"  # noqa: S608 - constants only
    return mogrify(sql, question.parameters, connection)


def _fetch(sql: str, question: PriceQuestion, product_ids: Sequence[int]) -> list[Candidate]:
    parameters: Mapping[str, Any] = {**question.parameters, "products": list(product_ids)}
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Candidate(*row) for row in cursor]


def _resolved(price: Candidate) -> ResolvedPrice:
    return ResolvedPrice(
        product_id=price.product_id,
        amount=price.amount,
        currency=price.currency,
        minimum_quantity=price.minimum_quantity,
        source=price.source,
        list_name=price.list_name,
    )
