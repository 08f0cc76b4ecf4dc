"""What the rooms below learn of the subject when the catalog is ready."""


def register_products() -> None:
    """The fields of feeds and imports, and who uses records without a foreign key."""
    from catalog.products.code_uses import values_with
    from catalog.products.exchange_fields.product import catalog_fields
    from catalog.products.queries.value_uses import values_naming
    from catalog.schema.code_uses.registry import register_code_uses
    from console.references import register_use_reader
    from exchange.registry import register_field_source

    register_field_source(catalog_fields)
    register_code_uses(values_with)
    register_use_reader(values_naming)
