"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_terms() -> None:
    """The source of prices: the list that a customer's terms name."""
    from catalog.pricing.sources import register_price_source
    from catalog.terms.price_source import CUSTOMER_LIST

    register_price_source(CUSTOMER_LIST)
