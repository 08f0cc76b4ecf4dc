"""Registry of publication checks: the reasons why products cannot be published.

Form, approval, schedule, bulk edit and import ask here; none of them knows who answers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from psycopg.sql import Composable

from catalog.products.models.product import Product

Reasons = Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationCheck:
    """One rule on what may be published, for products in memory and for stored ones.

    `refusals` says why products, as they are in memory (drafts), cannot be published: sentences for
    people by key of the product, without those that can. `stored_refusals` says the same of stored
    products by their keys, in fewer words, at once after a write; it may raise DatabaseError where
    that takes too long. `condition` finds the refused ones among all stored products: SQL over
    `product`, a row of catalog_product, or None where nothing can be refused; it may read what
    followers keep. `words` says so of each product that it finds.

    All three agree. How many statements those of stored products take does not grow with these.
    """

    refusals: Callable[[Sequence[Product]], Reasons]
    stored_refusals: Callable[[Sequence[int]], Reasons]
    condition: Callable[[], Composable | None]
    words: str | Promise


_checks: list[PublicationCheck] = []


def register_publication_check(check: PublicationCheck) -> None:
    """Have `check` asked before anything is published; once, from `AppConfig.ready()`."""
    if check not in _checks:
        _checks.append(check)


def registered_checks() -> Sequence[PublicationCheck]:
    """Every check, in the order in which their reasons are told."""
    return tuple(_checks)


def refusals(products: Sequence[Product]) -> dict[int, list[str]]:
    """Why products, as they are in memory, cannot be published, by key; without those that can."""
    return _together(check.refusals(products) for check in _checks)


def stored_refusals(product_ids: Sequence[int]) -> dict[int, list[str]]:
    """Why stored products cannot be published, by key; for set-wise writes.

    Raises DatabaseError where checking takes too long.
    """
    return _together(check.stored_refusals(product_ids) for check in _checks)


def refusing_conditions() -> list[tuple[Composable, str]]:
    """The conditions over `product` under which it cannot be published, each with its words.

    None at all where nothing can be refused.
    """
    found = ((check.condition(), check.words) for check in _checks)
    return [(condition, str(words)) for condition, words in found if condition is not None]


def _together(answers: Iterator[Reasons]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for answer in answers:
        for key, reasons in answer.items():
            found.setdefault(key, []).extend(reasons)
    return found
