"""Where prices come from: each source tells its prices in SQL, and how it stands to the others.

The customer's own price and the public list are here; what a higher subject knows of prices, such
as the list that a customer's terms name, it registers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSource:
    """A reason for which a price holds.

    `candidates` is a SELECT of all its prices, on all days and of all products, with the columns of
    `CANDIDATE_COLUMNS` in their order. It may use the parameter `customer` (a key), and without
    `is_for_visitors` it is asked only where there is a customer. `product_id` stands in it as it
    is in a table, so that a page asks for the prices of its products and no more. Of all that hold,
    the source with the lowest `precedence` wins. `explain` says in a sentence why its price
    holds, given the name that the price has in the column `list_name`. `code` is an identifier.
    """

    code: str
    precedence: int
    candidates: str
    explain: Callable[[str], str]
    is_for_visitors: bool = False


# Amounts are per piece; the days are the first and the last, open where they are NULL.
CANDIDATE_COLUMNS = (
    *("product_id", "amount", "currency", "minimum_quantity"),
    *("list_name", "valid_from", "valid_until"),
)

# The prices on the lists `l` that a condition chooses, as a source tells them.
PRICES_OF_LISTS = """
    SELECT p.product_id, p.amount, l.currency, p.minimum_quantity, l.name AS list_name,
           p.valid_from, p.valid_until
    FROM catalog_price p JOIN catalog_pricelist l ON l.id = p.price_list_id
"""

CUSTOMER_PRICE = PriceSource(
    code="customer",
    precedence=100,
    candidates="""
        SELECT p.product_id, p.amount, c.currency, p.minimum_quantity, '' AS list_name,
               p.valid_from, p.valid_until
        FROM catalog_price p JOIN accounts_customer c ON c.id = p.customer_id
        WHERE p.customer_id = %(customer)s
    """,
    explain=lambda name: _("Agreed with you"),
)
PUBLIC_LIST = PriceSource(
    code="public_list",
    precedence=400,
    candidates=PRICES_OF_LISTS + "WHERE l.is_public",
    explain=lambda name: _("List price"),
    is_for_visitors=True,
)

_sources: dict[str, PriceSource] = {}


def register_price_source(source: PriceSource) -> None:
    """Let `source` join in deciding which price holds; once, from `AppConfig.ready()`."""
    taken = [known for known in _sources.values() if known.precedence == source.precedence]
    if taken and taken != [source]:
        raise ValueError(f"{taken[0].code!r} has the precedence of {source.code!r}.")
    if not source.code.isidentifier():
        raise ValueError(f"{source.code!r} is no identifier.")
    _sources[source.code] = source


def price_sources() -> tuple[PriceSource, ...]:
    """Every source, the one that wins first."""
    return tuple(sorted(_sources.values(), key=lambda source: source.precedence))


def price_source(code: str) -> PriceSource:
    """A registered source."""
    return _sources[code]
