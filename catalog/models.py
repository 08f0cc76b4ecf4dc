"""The models of every subject, for Django to load and for other rooms to import."""

from catalog.bulk.models import (
    ApprovalRule,
    ApprovalRuleStep,
    ApprovalStep,
    BulkChange,
    BulkChangeRow,
)
from catalog.duplicates.models import DuplicateCandidate
from catalog.fitment.models import BaseVehicle, Fitment, VehicleMake, VehicleModel
from catalog.listing.models import ListingPreference
from catalog.pricing.models import Price, PriceChange, PriceChangeRow, PriceList
from catalog.products.models import (
    FurtherCategory,
    Interchange,
    Package,
    Product,
    ProductAsset,
    ProductRelation,
    UniqueValue,
)
from catalog.quality.models import (
    Completeness,
    QualityCheck,
    QualityCount,
    QualityIssue,
    QualityRule,
)
from catalog.revisions.models import OfferedValue, OpenedForm, ReviewTask
from catalog.schema.models import (
    AssetRole,
    Attribute,
    AttributeColumn,
    AttributeGroup,
    AttributeOption,
    Brand,
    Category,
    Channel,
    Family,
    FamilyAttribute,
    PackageLevel,
    RelationKind,
    Unit,
    UnitFamily,
)
from catalog.segments.models import Segment
from catalog.terms.models import CustomerTerms

__all__ = [
    "ApprovalRule",
    "ApprovalRuleStep",
    "ApprovalStep",
    "AssetRole",
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
    "FurtherCategory",
    "Interchange",
    "ListingPreference",
    "OfferedValue",
    "OpenedForm",
    "Package",
    "PackageLevel",
    "Price",
    "PriceChange",
    "PriceChangeRow",
    "PriceList",
    "Product",
    "ProductAsset",
    "ProductRelation",
    "QualityCheck",
    "QualityCount",
    "QualityIssue",
    "QualityRule",
    "RelationKind",
    "ReviewTask",
    "Segment",
    "UniqueValue",
    "Unit",
    "UnitFamily",
    "VehicleMake",
    "VehicleModel",
]
