"""What types and rules have to know of an attribute, of a column, and of their labels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol


class DescribedColumn(Protocol):
    """What the rules have to know of a column of a table."""

    pk: int
    code: str
    label: str
    type: str
    unit: str


class DescribedColumns(Protocol):
    """The columns of a table, in their order."""

    def all(self) -> Iterable[DescribedColumn]:
        """Each of them."""


class DescribedAttribute(Protocol):
    """What the rules have to know of an attribute: its type, and the limits of its values.

    `earliest` and `latest` are days as editors write them ("today-30"), empty for none.
    """

    pk: int
    code: str
    label: str
    type: str
    unit: str
    minimum: Decimal | None
    maximum: Decimal | None
    decimal_places: int | None
    min_length: int | None
    max_length: int | None
    pattern: str
    earliest: str
    latest: str
    min_items: int | None
    max_items: int | None
    url_schemes: Sequence[str]

    @property
    def columns(self) -> DescribedColumns:
        """The columns, where it is a table."""


class _NoColumns:
    def all(self) -> Iterable[DescribedColumn]:
        """None."""
        return ()


@dataclass(slots=True)
class CellAttribute:
    """A column of a table as the attribute of its cells: one without rules."""

    pk: int
    code: str
    label: str
    type: str
    unit: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimal_places: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    earliest: str = ""
    latest: str = ""
    min_items: int | None = None
    max_items: int | None = None
    url_schemes: Sequence[str] = ()
    columns: DescribedColumns = field(default_factory=_NoColumns)


class HasUnit(Protocol):
    """What comparing values takes."""

    @property
    def unit(self) -> str:
        """The standard unit, or a word that is shown behind a number."""


class LabelledAttribute(HasUnit, Protocol):
    """What showing a value takes: the unit, the labels of the options by code, the columns.

    A column of a table is one too; its unit is empty, as it stands in the heading.
    """

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def label(self) -> str:
        """What people call it."""

    @property
    def type(self) -> str:
        """The code of its type."""

    @property
    def options(self) -> Mapping[str, str]:
        """The labels of its options by their codes."""

    @property
    def columns(self) -> Sequence["LabelledAttribute"]:
        """Its columns, in their order."""
