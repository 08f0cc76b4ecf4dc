from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "Catalog"

    def ready(self) -> None:
        """Tell the lower rooms what the catalog has."""
        from catalog.exchange_fields import catalog_fields
        from exchange.registry import register_field_source

        register_field_source(catalog_fields)
