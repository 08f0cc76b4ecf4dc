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
    return [
        _used(position, column, targets[column.target])
        for position, column in enumerate(columns)
        if column.target in targets
    ]


def _used(position: int, column: MappedColumn, target: Target) -> UsedColumn:
    text, value = Identifier(f"x{position}"), Identifier(f"v{position}")
    return UsedColumn(
        position=position,
        mapped=column,
        transforms=parse_transforms(column.transforms),
        target=target,
        text=text,
        value=value,
        conversion=convert(target, text, value),
    )


def filled_columns(used: Iterable[UsedColumn]) -> list[str]:
    """Columns of the product that the file fills."""
    filled = {column.product_column for column in used}
    return [name for name in PRODUCT_COLUMNS if name in filled]
