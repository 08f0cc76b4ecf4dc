"""Which products have a number already that somebody writes in another way."""

from django.db.models import QuerySet

from catalog.products.models.product import Product
from console.spelling import NumberKey, number_key


def part_number_spelt_otherwise(
    *, brand_id: int, part_number: str, but: int | None
) -> Product | None:
    """A product of the brand whose part number is this one in another spelling."""
    of_brand = Product.objects.filter(brand_id=brand_id).exclude(part_number=part_number)
    key = number_key(part_number)
    return _first(of_brand.filter(normalized_part_number=key), but) if key else None


def sku_spelt_otherwise(*, sku: str, but: int | None) -> Product | None:
    """A product whose SKU is this one in another spelling."""
    key = number_key(sku)
    others = Product.objects.alias(key=NumberKey("sku")).filter(key=key).exclude(sku=sku)
    return _first(others, but) if key else None


def _first(products: QuerySet[Product], but: int | None) -> Product | None:
    return products.exclude(pk=but or 0).order_by("pk").first()
