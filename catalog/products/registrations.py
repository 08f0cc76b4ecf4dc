"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_products() -> None:
    """The type of references, fields of feeds and imports, uses, checks, and what is searched."""
    from catalog.attribute_types.registry import register_attribute_type
    from catalog.products.attribute_types.product import Product
    from catalog.products.code_uses import values_with
    from catalog.products.exchange_fields.parts import part_fields
    from catalog.products.exchange_fields.product import content_fields, product_fields
    from catalog.products.kind_uses import parts_with
    from catalog.products.merge_references import register_merge_reference
    from catalog.products.own_parts import OWN_PARTS
    from catalog.products.parts import register_product_part
    from catalog.products.queries.value_uses import values_naming
    from catalog.products.queries.variants import check_axes
    from catalog.products.search_documents import register_search_part
    from catalog.products.search_part import PRODUCT_SEARCH
    from catalog.products.services.row_references import MERGED_BEFORE, ROWS
    from catalog.products.wagtail_admin.own_tabs import OWN_TABS
    from catalog.products.wagtail_admin.tabs import register_product_tab
    from catalog.schema.axis_checks import register_axis_check
    from catalog.schema.code_uses.registry import register_code_uses
    from console.references import register_use_reader
    from exchange.registry import register_field_source

    register_attribute_type(Product())
    register_field_source(product_fields)
    # After the prices.
    register_field_source(content_fields, order=20)
    register_field_source(part_fields, order=30)
    register_code_uses(values_with)
    register_code_uses(parts_with)
    register_use_reader(values_naming)
    register_axis_check(check_axes)
    register_search_part(PRODUCT_SEARCH)
    for part in OWN_PARTS:
        register_product_part(part)
    for tab in OWN_TABS:
        register_product_tab(tab)
    register_merge_reference(ROWS)
    register_merge_reference(MERGED_BEFORE)
    _register_refusals()


def _register_refusals() -> None:
    """What forms refuse, and how people are told what the database refuses."""
    from catalog.products.queries.constraint_messages import reason_of_products
    from catalog.products.wagtail_admin.attribute_checks import check_unique
    from catalog.products.wagtail_admin.kind_checks import check_circles
    from catalog.schema.models import Attribute, RelationKind
    from console.postgresql.database_reasons import register_reason_reader
    from console.wagtail_admin.form_checks import register_form_check

    register_form_check(Attribute, check_unique)
    register_form_check(RelationKind, check_circles)
    register_reason_reader(reason_of_products)
