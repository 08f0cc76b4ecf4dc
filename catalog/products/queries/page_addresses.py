"""Addresses of product pages without loading a product or resolving a route for each."""

import functools

from django.urls import get_script_prefix, reverse
from django.utils.text import slugify


def product_slug(brand: str, part_number: str) -> str:
    """The readable part of a product's address, as `Product.slug` says it."""
    return slugify(f"{brand} {part_number}") or "part"


def product_url(product_id: int, brand: str, part_number: str) -> str:
    """The address of the product page; the same as `Product.get_absolute_url`."""
    before, after = _around_the_key(get_script_prefix())
    return f"{before}{product_id}{after}{product_slug(brand, part_number)}/"


@functools.lru_cache(maxsize=4)
def _around_the_key(script_prefix: str) -> tuple[str, str]:
    """What stands before and after the key in the route (which may move with the prefix)."""
    before, after = reverse("catalog:product", args=[0, "slug"]).split("0", 1)
    return before, after.removesuffix("slug/")
