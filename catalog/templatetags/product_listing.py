"""Addresses of the product listing, for pages that lead to the products they speak of."""

from typing import Any

from django import template

from catalog.listing.wagtail_admin.asked import listing_url

register = template.Library()


@register.simple_tag
def product_listing_url(*conditions: dict[str, Any]) -> str:
    """The listing of the products for which all of `conditions` hold."""
    return listing_url(*conditions)
