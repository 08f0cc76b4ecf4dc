"""Addresses of the grid of prices."""

from django.urls import path

from catalog.pricing.wagtail_admin.grid.pasting import PastePricesView
from catalog.pricing.wagtail_admin.grid.view import PriceGridView

app_name = "catalog_pricegrid"
urlpatterns = [
    path("", PriceGridView.as_view(), name="index"),
    path("paste/", PastePricesView.as_view(), name="paste"),
]
