"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_fitment() -> None:
    """The tab of the product form, segment fields, search, and how filters name vehicles."""
    from catalog.fitment.models.vehicle import VehicleMake, VehicleModel
    from catalog.fitment.product_part import FITMENT_PART
    from catalog.fitment.search_part import VEHICLE_SEARCH
    from catalog.fitment.segment_fields import fitment_fields, vehicle_path
    from catalog.fitment.wagtail_admin.fitments import FITMENT_TAB
    from catalog.products.parts import register_product_part
    from catalog.products.search_documents import register_search_part
    from catalog.products.wagtail_admin.tabs import register_product_tab
    from catalog.segments.filter_paths import register_filter_path
    from catalog.segments.registry import register_segment_fields

    register_product_tab(FITMENT_TAB)
    register_segment_fields(fitment_fields)
    register_filter_path(VehicleMake, "name", vehicle_path)
    register_filter_path(VehicleModel, "name", vehicle_path)
    register_search_part(VEHICLE_SEARCH)
    register_product_part(FITMENT_PART)
