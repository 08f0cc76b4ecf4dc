"""What the rooms below learn of the subject when the catalog is ready."""


def register_pricing() -> None:
    """Fields, the tab of the product form, and how prices go along with what they belong to."""
    from catalog.pricing.exchange_fields import price_fields
    from catalog.pricing.models import Price
    from catalog.pricing.services import remove_prices
    from catalog.pricing.wagtail_admin.product_tab import PRICES_TAB
    from catalog.products.wagtail_admin.tabs import register_product_tab
    from console.deletion import register_removal
    from exchange.registry import register_field_source

    register_field_source(price_fields, order=10)
    register_removal(Price, remove_prices)
    register_product_tab(PRICES_TAB)
