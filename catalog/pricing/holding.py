"""Which price holds: the one rule, in SQL for a set of products and in Python for one.

Of the prices that hold on the day, those whose quantity is reached come first; of these the source
with the lowest precedence wins, and within it the highest quantity. Where no quantity is reached,
the smallest one holds: a part that is sold from ten pieces on has the price "from 10", wherever
prices are shown. Of what is still equal, the lowest amount.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from catalog.pricing.sources import (
    CANDIDATE_COLUMNS,
    PRICES_OF_LISTS,
    PriceSource,
    price_sources,
)
from catalog.pricing.validity import HOLDS_ON_SQL
from console.site_day import site_day

# Conditions on `product_id`; the keys of a page are the parameter `products`.
EVERY_PRODUCT = "true"
PRODUCTS_OF_PAGE = "product_id = ANY(%(products)s)"

# The columns of `holding_sql`.
HOLDING_COLUMNS = (
    *("product_id", "amount", "currency", "minimum_quantity"),
    *("source", "list_name", "precedence"),
)

# What one list says, whoever asks and whatever wins otherwise.
_ONE_LIST = PriceSource(
    code="list",
    precedence=0,
    candidates=PRICES_OF_LISTS + "WHERE l.code = %(price_list)s",
    explain=lambda name: name,
    is_for_visitors=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceQuestion:
    """For whom, for how many pieces and on which day (of the site) a price is asked.

    Without a customer it is what visitors pay. With `price_list`, the code of one, it is what that
    list says and no other source is asked.
    """

    customer: int | None = None
    price_list: str = ""
    quantity: int = 1
    day: date

    @classmethod
    def of_today(cls, **named: Any) -> "PriceQuestion":
        """The same on the day that it is for the site."""
        return cls(day=site_day(), **named)

    @property
    def sources(self) -> tuple[PriceSource, ...]:
        """The sources that are asked, the one that wins first."""
        if self.price_list:
            return (_ONE_LIST,)
        everything = price_sources()
        if self.customer is not None:
            return everything
        return tuple(source for source in everything if source.is_for_visitors)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The named parameters of the SQL below."""
        return {
            "customer": self.customer,
            "price_list": self.price_list,
            "quantity": self.quantity,
            "day": self.day,
        }


@dataclass(frozen=True, slots=True)
class Candidate:
    """A price that holds on the day that was asked for."""

    product_id: int
    amount: Decimal
    currency: str
    minimum_quantity: int
    source: str
    list_name: str
    precedence: int


def candidates_sql(question: PriceQuestion, products: str = EVERY_PRODUCT) -> str:
    """All prices of the sources that are asked, on all days: `CANDIDATE_COLUMNS` and the source."""
    return _candidates(question.sources, products)


def holding_candidates_sql(question: PriceQuestion, products: str = EVERY_PRODUCT) -> str:
    """Of these the ones that hold on the day, with `HOLDING_COLUMNS`."""
    return _holding_candidates(question.sources, products)


def holding_sql(question: PriceQuestion, products: str = EVERY_PRODUCT) -> str:
    """The price that holds for each of `products`, a condition on `product_id`; one row a product.

    Products without a price are left out. The columns are `HOLDING_COLUMNS`.
    """
    return _holding(question.sources, products)


def joined_holding_sql(question: PriceQuestion) -> str:
    """The same as a condition on products takes it, which are all of them or a few.

    That no better price holds is a join, so the planner looks up the prices of a few products by
    their keys also where only the statement around it knows which. For all products it takes twice
    the time of `holding_sql`.
    """
    return _joined_holding(question.sources)


def holding(candidates: Iterable[Candidate], quantity: int) -> Candidate | None:
    """The one of a product's prices of a day that holds for so many pieces."""
    return min(candidates, key=lambda candidate: _rank(candidate, quantity), default=None)


def _rank(candidate: Candidate, quantity: int) -> tuple:
    first = candidate.minimum_quantity
    if first <= quantity:
        return (False, candidate.precedence, -first, candidate.amount)
    return (True, first, candidate.precedence, candidate.amount)


def _rank_sql(of: str) -> str:
    """The keys of `_rank`, of the candidate that is called `of`."""
    is_above = f"{of}.minimum_quantity > %(quantity)s"
    return (
        f"{is_above}, CASE WHEN {is_above} THEN {of}.minimum_quantity ELSE {of}.precedence END,"
        f" CASE WHEN {is_above} THEN {of}.precedence ELSE -{of}.minimum_quantity END, {of}.amount"
    )


@lru_cache(maxsize=64)
def _candidates(sources: tuple[PriceSource, ...], products: str) -> str:
    columns = ", ".join(CANDIDATE_COLUMNS)
    union = " UNION ALL ".join(
        f"SELECT {columns}, '{source.code}' AS source, {source.precedence} AS precedence"  # noqa: S608 - constants only
        f" FROM ({source.candidates}) AS {source.code}"
        for source in sources
    )
    return f"SELECT * FROM ({union}) AS candidates WHERE {products}"  # noqa: S608 - as above


@lru_cache(maxsize=64)
def _holding_candidates(sources: tuple[PriceSource, ...], products: str) -> str:
    return (
        f"SELECT {', '.join(HOLDING_COLUMNS)}"  # noqa: S608 - constants only
        f" FROM ({_candidates(sources, products)}) AS known WHERE {HOLDS_ON_SQL}"
    )


@lru_cache(maxsize=64)
def _holding(sources: tuple[PriceSource, ...], products: str) -> str:
    return (
        f"SELECT DISTINCT ON (product_id) * FROM ({_holding_candidates(sources, products)})"  # noqa: S608 - constants only
        f" AS held ORDER BY product_id, {_rank_sql('held')}"
    )


@lru_cache(maxsize=64)
def _joined_holding(sources: tuple[PriceSource, ...]) -> str:
    candidates = _holding_candidates(sources, EVERY_PRODUCT)
    return (
        f"SELECT held.* FROM ({candidates}) AS held WHERE NOT EXISTS (SELECT FROM ({candidates})"  # noqa: S608 - constants only
        " AS better WHERE better.product_id = held.product_id"
        f" AND ROW({_rank_sql('better')}) < ROW({_rank_sql('held')}))"
    )
