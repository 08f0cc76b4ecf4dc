"""The columns of a file that fill something, ready for SQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

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


# Without slots, for what it keeps of its conversion.
@dataclass(frozen=True, kw_only=True)
class UsedColumn:
    """A mapped column, and the names of its text, of its value and of its unit in the statement."""

    position: int
    mapped: MappedColumn
    transforms: list[Transform]
    target: Target
    text: Identifier
    value: Identifier
    unit_text: Identifier | None

    @cached_property
    def conversion(self) -> Conversion:
        """How its cells become values; reads the names that they may have.

        Only the check of rows asks for it: what it has judged is applied without.
        """
        return convert(
            self.target,
            self.text,
            self.value,
            header=self.mapped.header,
            unit_text=self.unit_text,
        )

    @property
    def product_column(self) -> str:
        """The column of the product that it fills; of no use for attributes."""
        return COLUMN_OF_TARGET.get(self.target.code, self.target.code)


def used_columns(columns: Sequence[MappedColumn], targets: dict[str, Target]) -> list[UsedColumn]:
    """The columns that fill something the catalog (still) has.

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
    return UsedColumn(
        position=position,
        mapped=column,
        transforms=parse_transforms(column.transforms),
        target=target,
        text=_text(position),
        value=Identifier(f"v{position}"),
        unit_text=units.get(target.attribute.code) if target.attribute else None,
    )


def filled_columns(used: Iterable[UsedColumn]) -> list[str]:
    """Columns of the product that the file fills."""
    filled = {column.product_column for column in used}
    return [name for name in PRODUCT_COLUMNS if name in filled]
