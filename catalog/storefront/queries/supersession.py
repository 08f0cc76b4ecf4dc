"""What a search answers that finds superseded products."""

from accounts.models import Customer
from catalog.products.queries.supersession import superseded_numbers
from catalog.storefront.queries.cards import Card, product_cards


def answers_instead(text: str, customer: Customer | None) -> list[Card]:
    """The products to show to who searches for the number of a superseded one.

    Of each chain, the last product that `customer` may see.
    """
    chains = superseded_numbers(text)
    keys = dict.fromkeys(key for chain in chains for key in reversed(chain.path))
    cards = {card.id: card for card in product_cards(list(keys), customer=customer)}
    last = (
        next((cards[key] for key in reversed(one.path) if key in cards), None) for one in chains
    )
    return list({card.id: card for card in last if card}.values())
