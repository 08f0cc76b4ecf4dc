"""A price list with many prices, written set-wise."""

from django.db import connection

from catalog.models import PriceList
from tests.factories.catalog import PriceListFactory, ProductFactory

_PRICES = """
WITH made AS (
    INSERT INTO catalog_product (brand_id, family_id, part_number, sku, gtin, name, description,
        status, values, channel_values, live, has_unpublished_changes, expired, locked, created_at,
        updated_at)
    SELECT brand_id, family_id, id || '-' || n, id || '-' || n, '', name, '', status, '{}', '{}',
        true, false, false, false, now(), now()
    FROM catalog_product, generate_series(1, %s) AS n WHERE id = %s RETURNING id
)
INSERT INTO catalog_price (product_id, price_list_id, minimum_quantity, amount)
SELECT id, %s, 1, 10 FROM made
"""


def list_with_prices(number: int) -> PriceList:
    """A list with a price of each of so many products."""
    prices, product = PriceListFactory(name="Wholesale"), ProductFactory()
    with connection.cursor() as cursor:
        cursor.execute(_PRICES, [number, product.pk, prices.pk])
    return prices
