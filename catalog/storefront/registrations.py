"""What the rooms below learn of the subject when the catalog is ready."""


def register_storefront() -> None:
    """The search indexes, and which files the catalog shows."""
    from catalog.storefront.search.indexes import register_search
    from catalog.storefront.shown_files import shows_asset
    from media_library.publication import register_publication

    register_search()
    register_publication("catalog", shows_asset)
