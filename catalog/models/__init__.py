"""The nouns of the catalog, one file an aggregate.

Dependencies run downwards: modelling (channels, categories, attributes, families), then brands
and products, then what hangs on a product (fitment, prices, assets, relations), then segments.
"""

from .asset_link import ProductAsset
from .attribute import Attribute, AttributeColumn, AttributeGroup, AttributeOption
from .brand import Brand
from .bulk_change import BulkChange, BulkChangeRow
from .category import Category
from .channel import Channel
from .completeness import Completeness
from .duplicate import DuplicateCandidate
from .family import Family, FamilyAttribute
from .fitment import Fitment
from .listing_preference import ListingPreference
from .offered_value import OfferedValue
from .opened_form import OpenedForm
from .package import Package
from .pricing import CustomerTerms, Price, PriceList
from .product import Product
from .quality import QualityCheck, QualityCount, QualityIssue, QualityRule
from .relation import Interchange, ProductRelation
from .review import ReviewTask
from .segment import Segment
from .unique_value import UniqueValue
from .vehicle import BaseVehicle, VehicleMake, VehicleModel

__all__ = [
    "Attribute",
    "AttributeColumn",
    "AttributeGroup",
    "AttributeOption",
    "BaseVehicle",
    "Brand",
    "BulkChange",
    "BulkChangeRow",
    "Category",
    "Channel",
    "Completeness",
    "CustomerTerms",
    "DuplicateCandidate",
    "Family",
    "FamilyAttribute",
    "Fitment",
    "Interchange",
    "ListingPreference",
    "OfferedValue",
    "OpenedForm",
    "Package",
    "Price",
    "PriceList",
    "Product",
    "ProductAsset",
    "ProductRelation",
    "QualityCheck",
    "QualityCount",
    "QualityIssue",
    "QualityRule",
    "ReviewTask",
    "Segment",
    "UniqueValue",
    "VehicleMake",
    "VehicleModel",
]
