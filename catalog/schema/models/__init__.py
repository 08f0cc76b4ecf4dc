"""The models of the subject schema."""

from catalog.schema.models.attribute import (
    Attribute,
    AttributeColumn,
    AttributeGroup,
    AttributeOption,
)
from catalog.schema.models.brand import Brand
from catalog.schema.models.category import Category
from catalog.schema.models.channel import Channel
from catalog.schema.models.family import Family, FamilyAttribute
from catalog.schema.models.kinds import AssetRole, PackageLevel, RelationKind
from catalog.schema.models.units import Unit, UnitFamily

__all__ = [
    "AssetRole",
    "Attribute",
    "AttributeColumn",
    "AttributeGroup",
    "AttributeOption",
    "Brand",
    "Category",
    "Channel",
    "Family",
    "FamilyAttribute",
    "PackageLevel",
    "RelationKind",
    "Unit",
    "UnitFamily",
]
