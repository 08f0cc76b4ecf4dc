"""The models of the subject products."""

from catalog.products.models.asset_link import ProductAsset
from catalog.products.models.further_category import FurtherCategory
from catalog.products.models.package import Package
from catalog.products.models.product import Product
from catalog.products.models.relation import Interchange, ProductRelation
from catalog.products.models.unique_value import UniqueValue

__all__ = [
    "FurtherCategory",
    "Interchange",
    "Package",
    "Product",
    "ProductAsset",
    "ProductRelation",
    "UniqueValue",
]
