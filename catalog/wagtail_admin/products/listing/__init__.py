"""The product listing of the admin."""

from .asked import filter_products, listing_url
from .urls import listing_urls
from .view import ProductIndexView

__all__ = ["ProductIndexView", "filter_products", "listing_url", "listing_urls"]
