"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_terms() -> None:
    """The source of prices that a customer's terms name, and these terms on its page."""
    from accounts.wagtail_admin.customer_panels import register_customer_panel
    from catalog.pricing.sources import register_price_source
    from catalog.terms.price_source import CUSTOMER_LIST
    from catalog.terms.wagtail_admin.customer_panel import TERMS_PANEL

    register_price_source(CUSTOMER_LIST)
    register_customer_panel(TERMS_PANEL)
