"""What no product can be, whoever writes it."""

import inspect
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from catalog.models import Product
from catalog.products.models import product as product_module
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


@pytest.mark.django_db
def test_the_model_tells_of_every_trigger_of_its_table():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger"
            " WHERE tgrelid = 'catalog_product'::regclass AND NOT tgisinternal"
        )
        triggers = {name for (name,) in cursor}
    told = re.findall(r"\bcatalog_product_\w+", inspect.getsource(product_module))
    assert set(told) == triggers != set()
