"""Columns of files that know a code: by the field that they hold, or in their transforms."""

from django.db.models import Model, Q, QuerySet

from catalog.attribute_types.addresses import ValueAddress
from catalog.schema.code_uses.registry import Code
from catalog.schema.models.attribute import Attribute, AttributeColumn, AttributeOption
from catalog.schema.models.brand import Brand
from catalog.schema.models.category import Category
from catalog.schema.models.family import Family
from catalog.schema.models.kinds import AssetRole, PackageLevel, RelationKind
from console.postgresql.json_paths import JsonPathExists

# The fields of the parts that are of a kind begin so.
_PARTS: dict[type[Model], str] = {
    AssetRole: "assets",
    PackageLevel: "packages",
    RelationKind: "relations",
}
# The fields that hold codes of these records.
_FIELDS = {Brand: "brand", Family: "family", Category: "category"}


def columns_naming(columns: QuerySet, held: str, code: Code) -> QuerySet | None:
    """Those of `columns` that know `code`; None where none can. `held` names their field.

    An attribute is known by the field, an option or a brand by a text among the transforms of its
    field, such as what a value is mapped to.
    """
    if code.record_as(Attribute, "code"):
        return columns.filter(_holds(held, str(ValueAddress(code.text))))
    if column := code.record_as(AttributeColumn, "code"):
        return columns.filter(_holds(held, f"{ValueAddress(column.attribute.code)}.{code.text}"))
    if option := code.record_as(AttributeOption, "code"):
        field = _holds(held, str(ValueAddress(option.attribute.code)))
    elif type(code.record) in _PARTS:
        return columns.filter(_holds(held, f"{_PARTS[type(code.record)]}.{code.text}"))
    elif type(code.record) in _FIELDS:
        field = Q(**{f"{held}__startswith": _FIELDS[type(code.record)]})
    else:
        return None
    return columns.filter(field).filter(
        JsonPathExists("transforms", "$.** ? (@ == $text)", {"text": code.text})
    )


def _holds(held: str, field: str) -> Q:
    return Q(**{held: field}) | Q(**{f"{held}__startswith": f"{field}."})
