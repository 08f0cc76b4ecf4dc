"""What the subjects and rooms below learn of the subject when the catalog is ready."""


def register_products() -> None:
    """How references are read, the fields of feeds and imports, and uses without a foreign key."""
    from catalog.attribute_types.references import register_reference_reader
    from catalog.attribute_types.types import AttributeType
    from catalog.products.code_uses import values_with
    from catalog.products.exchange_fields.product import catalog_fields
    from catalog.products.queries.product_references import read_product
    from catalog.products.queries.value_uses import values_naming
    from catalog.schema.code_uses.registry import register_code_uses
    from console.references import register_use_reader
    from exchange.registry import register_field_source

    register_reference_reader(AttributeType.PRODUCT, read_product)
    register_field_source(catalog_fields)
    register_code_uses(values_with)
    register_use_reader(values_naming)
