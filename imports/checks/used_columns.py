"""The columns of a file that fill something, ready for SQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from psycopg.sql import Identifier

from exchange.transforms import Transform, parse_transforms
from imports.mapping import MappedColumn
from imports.targets import Target

from .conversions import Conversion, convert

# Columns of the product that an import can fill, with the type in which they are checked.
PRODUCT_COLUMNS = {
    "sku": "text",
    "part_number": "text",
    "gtin": "text",
    "name": "text",
    "description": "text",
    "status": "text",
    "brand_id": "bigint",
    "family_id": "bigint",
    "category_id": "bigint",
}
COLUMN_OF_TARGET = {"brand": "brand_id", "family": "family_id", "category": "category_id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedColumn:
    """A mapped column: the names of its text and its value in the statement, its conversion."""

    position: int
    mapped: MappedColumn
    transforms: list[Transform]
    target: Target
    text: Identifier
    value: Identifier
    conversion: Conversion

    @property
    def product_column(self) -> str:
        """The column of the product that it fills; of no use for attributes."""
        return COLUMN_OF_TARGET.get(self.target.code, self.target.code)


def used_columns(columns: Sequence[MappedColumn], targets: dict[str, Target]) -> list[UsedColumn]:
    """The columns that fill something the catalog (still) has; reads the lookups they need.

    Raises TransformError when a transform is set up wrongly.
    """
    units = {
        targets[column.target].attribute.code: _text(position)
        for position, column in enumerate(columns)
        if column.target in targets and targets[column.target].is_unit
    }
    return [
        _used(position, column, targets[column.target], units)
        for position, column in enumerate(columns)
        if column.target in targets
    ]


def _text(position: int) -> Identifier:
    return Identifier(f"x{position}")


def _used(
    position: int, column: MappedColumn, target: Target, units: dict[str, Identifier]
) -> UsedColumn:
    text, value = _text(position), Identifier(f"v{position}")
    unit_text = units.get(target.attribute.code) if target.attribute else None
    return UsedColumn(
        position=position,
        mapped=column,
        transforms=parse_transforms(column.transforms),
        target=target,
        text=text,
        value=value,
        conversion=convert(target, text, value, header=column.header, unit_text=unit_text),
    )


def filled_columns(used: Iterable[UsedColumn]) -> list[str]:
    """Columns of the product that the file fills."""
    filled = {column.product_column for column in used}
    return [name for name in PRODUCT_COLUMNS if name in filled]
