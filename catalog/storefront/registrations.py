"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_storefront() -> None:
    """The search indexes, the page that previews a draft, and which files the catalog shows."""
    from catalog.products.preview import ProductPreview, register_preview
    from catalog.products.search_documents import register_search_part
    from catalog.storefront.followers import register_search
    from catalog.storefront.queries.product_page import product_page_context
    from catalog.storefront.search.values import ATTRIBUTE_SEARCH
    from catalog.storefront.shown_files import shows_asset
    from media_library.publication import register_publication

    register_search_part(ATTRIBUTE_SEARCH)
    register_search()
    register_preview(ProductPreview("catalog/storefront/product.html", product_page_context))
    register_publication("catalog", shows_asset)
