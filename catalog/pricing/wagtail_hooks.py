"""Registers the subject with the Wagtail admin."""

from django.urls import URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def register_price_grid_urls() -> list[URLResolver]:
    return [path("catalog/price-grid/", include("catalog.pricing.wagtail_admin.grid.urls"))]
