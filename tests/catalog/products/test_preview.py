"""The registered preview shows any product that can be in memory."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from catalog.models import Product
from tests.factories.catalog import BrandFactory, FamilyFactory, ProductFactory

pytestmark = pytest.mark.django_db


def unsaved() -> Product:
    """A product that the form was never saved of."""
    return Product(brand=BrandFactory(), family=FamilyFactory(), part_number="P-1", sku="S-1")


@pytest.mark.parametrize("make", [ProductFactory, unsaved])
def test_it_shows_the_product_as_it_is_in_memory(make):
    product = make()
    product.name = "Told by the draft"
    request = RequestFactory().get("/")
    page = render_to_string(
        product.get_preview_template(request, ""),
        product.get_preview_context(request, ""),
        request,
    )
    assert "Told by the draft" in page
