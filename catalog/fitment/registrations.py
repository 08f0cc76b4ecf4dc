"""What the rooms and subjects below learn of the subject when the catalog is ready."""


def register_fitment() -> None:
    """The tab of the product form, and what can be asked of fitments in segments."""
    from catalog.fitment.segment_fields import fitment_fields
    from catalog.fitment.wagtail_admin.fitments import FITMENT_TAB
    from catalog.products.wagtail_admin.tabs import register_product_tab
    from catalog.segments.registry import register_segment_fields

    register_product_tab(FITMENT_TAB)
    register_segment_fields(fitment_fields)
