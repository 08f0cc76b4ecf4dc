"""What the rooms below learn of the subject when the catalog is ready."""


def register_fitment() -> None:
    """The tab of the product form."""
    from catalog.fitment.wagtail_admin.fitments import FITMENT_TAB
    from catalog.products.wagtail_admin.tabs import register_product_tab

    register_product_tab(FITMENT_TAB)
