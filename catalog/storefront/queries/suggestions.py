"""What the search box proposes while somebody types: brands, categories and products."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import Customer
from catalog.schema.queries.labels import BrandLabel, CategoryLabel, catalog_labels
from catalog.storefront.queries.cards import Card, product_cards
from catalog.storefront.queries.listing_request import ListingRequest
from catalog.terms.queries import assortment_of, visible_products
from console.spelling import folded
from search.engine import suggest

_PRODUCTS = 8
_NAMES_OF_A_KIND = 3
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class NameSuggestion:
    """A brand or a category and the address of its list."""

    kind: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Names first, then products."""

    names: list[NameSuggestion]
    cards: list[Card]


def suggestions(text: str, customer: Customer | None = None) -> Suggestions:
    """Proposals for the beginning of a search, as `customer` may see them.

    A customer with a limited assortment gets products alone: a name could lead to nothing.
    """
    allowed = visible_products(customer) if assortment_of(customer) else None
    found = suggest(index="products", text=text, limit=_PRODUCTS, allowed=allowed)
    return Suggestions(
        names=_names(text) if allowed is None else [],
        cards=product_cards([suggestion.object_id for suggestion in found], customer=customer),
    )


def _names(text: str) -> list[NameSuggestion]:
    """Brands and categories that begin as the text does; the names are in memory already."""
    beginning = folded(text.strip())
    if len(beginning) < _SHORTEST:
        return []
    words = catalog_labels()
    base = reverse("catalog:list")
    return [
        *(
            NameSuggestion(
                gettext("Brand"), brand.name, ListingRequest(brands=(brand,)).address(base)
            )
            for brand in _beginning(words.brands.values(), beginning)
        ),
        *(
            NameSuggestion(gettext("Category"), category.name, category.url)
            for category in _beginning(words.categories.values(), beginning)
        ),
    ]


def _beginning(
    labels: Iterable[BrandLabel | CategoryLabel], beginning: str
) -> list[BrandLabel | CategoryLabel]:
    return [label for label in labels if folded(label.name).startswith(beginning)][
        :_NAMES_OF_A_KIND
    ]
