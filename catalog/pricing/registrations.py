"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_pricing() -> None:
    """Sources of prices, fields of feeds and segments, search, forms, and deletion."""
    from accounts.models import Customer
    from accounts.wagtail_admin.customer_panels import register_customer_panel
    from catalog.pricing import exchange_fields, segment_fields
    from catalog.pricing.currency_changes import check_currency_of_customer, check_currency_of_list
    from catalog.pricing.models import Price, PriceList
    from catalog.pricing.product_part import PRICE_PART
    from catalog.pricing.search_part import PRICE_SEARCH
    from catalog.pricing.services.deletion import remove_prices
    from catalog.pricing.sources import CUSTOMER_PRICE, PUBLIC_LIST, register_price_source
    from catalog.pricing.wagtail_admin.customer_panel import CUSTOMER_PRICES
    from catalog.pricing.wagtail_admin.price_table import PRICE_TABLE
    from catalog.pricing.wagtail_admin.product_tab import PRICES_TAB
    from catalog.products.parts import register_product_part
    from catalog.products.search_documents import register_search_part
    from catalog.products.wagtail_admin.part_tables import register_part_table
    from catalog.products.wagtail_admin.tabs import register_product_tab
    from catalog.segments.registry import register_segment_fields
    from console.deletion import register_removal
    from console.wagtail_admin.form_checks import register_form_check
    from exchange.registry import register_field_source
    from jobs.registry import register_schedule

    register_price_source(CUSTOMER_PRICE)
    register_price_source(PUBLIC_LIST)
    register_field_source(exchange_fields.price_fields, order=10)
    register_segment_fields(segment_fields.price_fields)
    register_removal(Price, remove_prices)
    register_form_check(PriceList, check_currency_of_list)
    register_form_check(Customer, check_currency_of_customer)
    register_product_tab(PRICES_TAB)
    register_part_table(PRICE_TABLE)
    register_customer_panel(CUSTOMER_PRICES)
    register_search_part(PRICE_SEARCH)
    register_product_part(PRICE_PART)
    register_schedule(
        "Forget old changes of prices",
        function="catalog.pricing.jobs.forget_old_price_changes",
        cron="37 3 * * *",
    )
