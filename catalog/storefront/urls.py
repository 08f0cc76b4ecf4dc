"""Addresses of the public catalog."""

from django.urls import path, register_converter

from catalog.storefront.views.listing import product_list
from catalog.storefront.views.picture import picture
from catalog.storefront.views.product import product_detail
from catalog.storefront.views.search_box import suggestions, vehicle_picker

app_name = "catalog"


class KeyConverter:
    """A primary key: digits that fit a PostgreSQL bigint."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return str(value)


register_converter(KeyConverter, "key")

urlpatterns = [
    path("", product_list, name="list"),
    path("c/<slug:slug>/", product_list, name="category"),
    path("product/<key:product_id>/", product_detail),
    path("product/<key:product_id>/<slug:slug>/", product_detail, name="product"),
    path("suggest/", suggestions, name="suggest"),
    path("vehicle/", vehicle_picker, name="vehicle"),
    path("picture/<slug:size>/<key:image_id>/", picture, name="picture"),
]
