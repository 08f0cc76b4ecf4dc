"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_listing() -> None:
    """The indexes for sorting, and where the products are listed that name a record."""
    from audit.followers import register_follower
    from catalog.listing.followers import follow_sortable
    from catalog.listing.jobs import arrange_sort_indexes_job
    from catalog.listing.services.sort_indexes import ARRANGE
    from catalog.listing.wagtail_admin.code_uses import read_code_uses
    from catalog.listing.wagtail_admin.product_references import products_naming
    from catalog.products.models import Product
    from console.listings import register_listing as register_address_of_list
    from console.references import register_use_reader
    from jobs.registry import register_job, register_schedule

    register_follower("sorting", follow_sortable, entities=["catalog.attribute", "catalog.unit"])
    register_job(ARRANGE, arrange_sort_indexes_job)
    register_schedule(
        "Indexes for sorting",
        function="catalog.listing.jobs.look_after_sort_indexes",
        cron="23 * * * *",
    )
    register_use_reader(read_code_uses)
    register_address_of_list(Product, products_naming)
