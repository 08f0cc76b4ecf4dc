from django.apps import AppConfig

from catalog.attribute_types.registrations import register_attribute_types
from catalog.bulk.registrations import register_bulk
from catalog.duplicates.registrations import register_duplicates
from catalog.fitment.registrations import register_fitment
from catalog.listing.registrations import register_listing
from catalog.pricing.registrations import register_pricing
from catalog.products.registrations import register_products
from catalog.quality.registrations import register_quality
from catalog.revisions.registrations import register_revisions
from catalog.schema.registrations import register_schema
from catalog.schema_changes.registrations import register_schema_changes
from catalog.segments.registrations import register_segments
from catalog.storefront.registrations import register_storefront
from catalog.terms.registrations import register_terms


def _register_finders() -> None:
    # They read the models, which are not there yet when this module is.
    from catalog.wagtail_admin.finders import register_finders

    register_finders()


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "Catalog"

    def ready(self) -> None:
        """Tell the lower rooms what the catalog has, a subject at a time from the lowest up."""
        register_attribute_types()
        register_schema()
        register_products()
        register_segments()
        register_fitment()
        register_pricing()
        register_terms()
        register_revisions()
        register_quality()
        register_duplicates()
        register_listing()
        register_storefront()
        register_bulk()
        register_schema_changes()
        _register_finders()
