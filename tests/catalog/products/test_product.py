"""What no product can be, whoever writes it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from catalog.models import Product
from tests.factories.catalog import ProductFactory


@pytest.mark.django_db
@pytest.mark.parametrize("gtin", ["٠١٢٣٤٥٦٧", "０１２３４５６７", "1234567", "12345678a"])
def test_a_gtin_has_the_digits_0_to_9_alone(gtin):
    product = ProductFactory(gtin="12345678")
    with pytest.raises(IntegrityError, match="digits"), transaction.atomic():
        Product.objects.update(gtin=gtin)
    product.gtin = gtin
    with pytest.raises(ValidationError, match="A GTIN has 8, 12, 13 or 14 digits"):
        product.clean_fields()
